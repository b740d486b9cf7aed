[[.Mark]]
#
# Makes the change TASK in the work tree and commits it:
#
#   change.sh BASE   BASE is the branch that the change is for
#
# PAGE, TO, LANGUAGE and FILE hold what a person entered, as it was entered: they
# are only ever quoted, and stand behind "--", where nothing is an option. REPORT
# is the file, in Markdown, for what is to be read in the merge request. SITE is
# the folder of the site, MAIN the branch that is published.

set -eu

base=$1
: > "$REPORT"

# tell writes text into the report as code, whatever is in it.
tell() { sed 's/^/    /' >> "$REPORT"; }

fail() {
  printf '%s\n' "$1" >> "$REPORT"
  printf '%s\n' "$1" >&2
  exit 1
}

# A translator's file lies in the folder import of any branch: it is taken from
# there, and the change is made on the branch that is published.
take() {
  case "$FILE" in
  *.html) name=translation.html ;;
  *.csv) name=translation.csv ;;
  *.xlf) name=translation.xlf ;;
  *) fail [[sh .Words.BadFile]] ;;
  esac
  file=import/${FILE#import/}
  case "$file" in
  import/*/*) fail [[sh .Words.BadFile]] ;;
  esac
  if [ -L import ] || [ -L "$file" ] || [ ! -f "$file" ]; then fail [[sh .Words.NoFile]]; fi
  taken=$(mktemp -d)/$name
  cp -- "$file" "$taken"
  if [ "$base" != "$MAIN" ]; then
    git fetch --quiet origin "+refs/heads/$MAIN:refs/remotes/origin/$MAIN"
    git checkout --quiet --detach "refs/remotes/origin/$MAIN"
  fi
  git rm --quiet --ignore-unmatch -- ":(literal)$file"
}

case "$TASK" in
new-page)
  title=[[sh .Words.NewPage]]": $PAGE"
  if [ -n "$LANGUAGE" ]; then
    set -- new page --source "$SITE" "--lang=$LANGUAGE" -- "$PAGE"
    title="$title ($LANGUAGE)"
  else
    set -- new page --source "$SITE" -- "$PAGE"
  fi
  ;;
move)
  title=[[sh .Words.Move]]": $PAGE → $TO"
  set -- move --source "$SITE" -- "$PAGE" "$TO"
  ;;
ack)
  title=[[sh .Words.Ack]]": $PAGE ($LANGUAGE)"
  set -- translate ack --source "$SITE" -- "$PAGE" "$LANGUAGE"
  ;;
import)
  title=[[sh .Words.Import]]
  take
  set -- translate import --source "$SITE" -- "$taken"
  ;;
*) fail "unknown task" ;;
esac

log=$(mktemp)
status=0
opas "$@" > "$log" 2>&1 || status=$?
# No line of it begins as a command of the host does.
sed 's/^/| /' "$log"
tell < "$log"

git add --all
same() { git diff --cached --quiet -- . ':(exclude)import'; }
# Of a translator's file, what is right is taken although some of it is not.
if [ "$status" != 0 ] && { [ "$TASK" != import ] || [ "$status" != 1 ] || same; }; then
  exit "$status"
fi
if same; then fail [[sh .Words.Nothing]]; fi
git commit --quiet -m "$(printf '%s' "$title" | tr '\n\r' '  ')"
