package decode

import (
	"cmp"
	"fmt"
	"strconv"
	"time"
)

// Date is a calendar day written YYYY-MM-DD. The zero Date is no day.
type Date struct{ Year, Month, Day int }

// ParseDate reads a day written YYYY-MM-DD. It returns false for any other form
// and for days that no calendar has, such as 2026-02-30.
func ParseDate(s string) (Date, bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() == 0 {
		return Date{}, false
	}
	return Date{t.Year(), int(t.Month()), t.Day()}, true
}

// String returns the day as YYYY-MM-DD, and "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d == Date{} }

// Compare returns -1 if d is before e, 1 if it is after, and 0 on the same day.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// dateHint says how to write the day that was probably meant by s. Finnish
// writers are used to 21.11.2026.
func dateHint(s string) string {
	var year, month, day int
	if n, err := fmt.Sscanf(s, "%d.%d.%d", &day, &month, &year); err == nil && n == 3 {
		if d, ok := ParseDate(fmt.Sprintf("%04d-%02d-%02d", year, month, day)); ok {
			return "write " + d.String()
		}
	}
	if n, err := fmt.Sscanf(s, "%d-%d-%d", &year, &month, &day); err == nil && n == 3 {
		if month < 1 || month > 12 {
			return "there is no month " + strconv.Itoa(month) + "; write year-month-day, for example 2026-11-21"
		}
		if d, ok := ParseDate(fmt.Sprintf("%04d-%02d-%02d", year, month, day)); ok {
			return "write " + d.String()
		}
		return "that month has no such day"
	}
	return "write year-month-day, for example 2026-11-21"
}
