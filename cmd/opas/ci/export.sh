[[.Mark]]
#
# Writes what is to be translated into $OUT/translation.FORMAT. LANGUAGE, WHAT,
# PAGES and FORMAT hold what a person entered; SITE is the folder of the site.

set -euf # no * of a person's is a name of files

case "$FORMAT" in
html | csv | xlf) ;;
*) echo "unknown format" >&2; exit 2 ;;
esac
case "$PAGES $WHAT" in
' stale') set -- --stale ;;
' missing') set -- --missing ;;
*) set -- ;; # both, or just these pages
esac
mkdir -p "$OUT"
# PAGES is cut at white space, on purpose.
# shellcheck disable=SC2086
opas translate export --source "$SITE" "$@" --out "$OUT/translation.$FORMAT" -- "$LANGUAGE" $PAGES
