[[.Mark]]
#
# Keeps the branch that GitHub Pages serves:
#
#   pages.sh preview PAGES NUMBER FOLDER   put a preview below preview/NUMBER/
#   pages.sh remove PAGES NUMBER           take it away
#   pages.sh join PAGES                    serve what is published now
#
# opas-site holds the published site, opas-preview a folder for each open change,
# PAGES both. The last two are made anew without a history, and replaced only if
# nobody has changed them meanwhile: two runs at once wait for each other.

set -eu

task=$1 pages=$2 number=${3-} folder=${4-}
case "$number" in
*[!0-9]*) echo "not the number of a change: $number" >&2; exit 2 ;;
'') [ "$task" = join ] || { echo "the number of the change is missing" >&2; exit 2; } ;;
esac

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
GIT_INDEX_FILE=$scratch/index
export GIT_INDEX_FILE

# fetch BRANCH sets tip to its commit, or to nothing if there is no such branch.
fetch() {
  tip=$(git ls-remote origin "refs/heads/$1" | cut -f 1)
  if [ -n "$tip" ]; then
    git fetch --quiet --depth 1 --no-tags origin "refs/heads/$1"
    tip=$(git rev-parse FETCH_HEAD)
  fi
}

# replace BRANCH MESSAGE pushes the index as the content of the branch that was $tip.
replace() {
  # An empty commit in the next line would delete the branch.
  made=$(git write-tree) || exit 1
  commit=$(git commit-tree -m "$2" "$made") || exit 1
  git push --quiet --force-with-lease="refs/heads/$1:$tip" origin "$commit:refs/heads/$1"
}

preview() {
  fetch opas-preview
  git read-tree --empty
  if [ -n "$tip" ]; then
    git read-tree "$tip"
    git rm -r -f --quiet --cached --ignore-unmatch -- "$number"
  fi
  if [ -n "$1" ]; then
    git read-tree --prefix="$number/" "$1"
  fi
}

join() {
  git read-tree --empty
  fetch opas-site
  if [ -n "$tip" ]; then git read-tree "$tip"; fi
  fetch opas-preview
  if [ -n "$tip" ]; then git read-tree --prefix=preview/ "$tip"; fi
  # Names that begin with _ are left out without this file.
  empty=$(git hash-object -w --stdin </dev/null)
  git update-index --add --cacheinfo "100644,$empty,.nojekyll"
  fetch "$pages"
}

tree=
if [ "$task" = preview ]; then
  git_dir=$(git rev-parse --absolute-git-dir)
  GIT_DIR=$git_dir git -C "$folder" --work-tree=. add --force --all .
  tree=$(git write-tree)
fi

if [ "$task" != join ]; then
  left=5
  preview "$tree"
  until replace opas-preview "Preview of change $number"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || exit 1
    preview "$tree"
  done
fi

left=5
join
until replace "$pages" "Site and previews"; do
  left=$((left - 1))
  [ "$left" -gt 0 ] || exit 1
  join
done
