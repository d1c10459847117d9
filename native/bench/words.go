package bench

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// plusMinus writes a median and half the distance between the quartiles, in a unit,
// with three digits of the median.
func plusMinus(s Spread, unit float64) string {
	median, half := unit*s.Median, unit*(s.Q3-s.Q1)/2
	places := max(0, 2-int(math.Floor(math.Log10(median))))
	return solid(fmt.Sprintf("%.*f ± %.*f", places, median, places, half))
}

// count writes a large number with a prefix.
func count(x float64) string {
	for _, u := range []struct {
		size   float64
		suffix string
	}{{1e12, " T"}, {1e9, " G"}, {1e6, " million"}, {1e3, " thousand"}} {
		if x >= u.size {
			return fmt.Sprintf("%.3g%s", x/u.size, u.suffix)
		}
	}
	return fmt.Sprintf("%.3g", x)
}

func minutes(seconds float64) string {
	d := time.Duration(seconds * 1e9).Round(time.Second)
	return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// factors says what structure factors a problem has.
func factors(name string) string {
	return map[string]string{OneF: "one F", Table: "F from a table", Tricubic: "F interpolated between those of a table"}[name]
}

func states(n int) string {
	if n == 1 {
		return "one orientation"
	}
	return fmt.Sprintf("%d orientations", n)
}

// solid keeps a text from being broken between lines.
func solid(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") }

// padded puts a space after a text, if it is one.
func padded(s string) string {
	if s == "" {
		return ""
	}
	return s + " "
}

func threads(n int) string {
	if n == 1 {
		return "1 thread"
	}
	return fmt.Sprintf("%d threads", n)
}
