package conformance

import (
	"context"
	"os"
	"testing"

	"gobragg/core/simulate"
)

var reference = os.DirFS("../../testdata/reference")

func TestReferenceCases(t *testing.T) {
	cases, err := Load(reference)
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) < 91 {
		t.Fatalf("%d cases, want at least 91", len(cases))
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			r, err := c.Run(context.Background(), reference, simulate.Scalar(0), DefaultLimits)
			if err != nil {
				t.Fatal(err)
			}
			for _, failure := range r.Failures {
				t.Error(failure)
			}
			t.Logf("correlation 1%+.1e, largest difference %.1e of the peak, %d of %d pixels identical",
				r.Metrics.Correlation-1, r.Metrics.MaxRelative, r.Identical, r.Metrics.Pixels)
		})
	}
}
