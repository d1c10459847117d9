//go:build !js

package e2e

import (
	"context"
	"fmt"
	"image"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"gobragg/core/config"
	"gobragg/core/experiment"
	"gobragg/core/frame"
	"gobragg/core/geom"
	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/core/units"
	"gobragg/wasm/view"
)

// seen is what the tests of the viewer look at: one sample a pixel on a tilted
// detector, so that a pixel is the product of its factors.
const seen = "-cell 40 50 60 90 100 90 -default_F 100 -N 8 -misset 10 20 30 -distance 60 -pixel 0.5 -detpixels 96 " +
	"-oversample 1 -detector_rotx 15 -twotheta 20 -fluence 1e28 -nonoise"

// shown is a page with an experiment, and the same experiment here.
type shown struct {
	*tab
	scene *view.Scene
	image *frame.Frame
}

// look opens the page at an experiment.
func look(t *testing.T, args string) *shown {
	t.Helper()
	c, err := config.ParseArgs(strings.Fields(args))
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Experiment(nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Compile(r.Experiment)
	if err != nil {
		t.Fatal(err)
	}
	f, err := simulate.Run(context.Background(), simulate.Scalar(1), p, simulate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	x := open(t, "#"+c.Query())
	x.rendered()
	x.calm()
	return &shown{x, &view.Scene{Experiment: r.Experiment, Plan: p}, f}
}

// calm waits until the page has drawn.
func (x *tab) calm() {
	x.Helper()
	eval[bool](x, `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`)
}

const picture = ".v-picture"

// pointer sends an event of a pointer to an element, at CSS pixels from its corner.
func (x *tab) pointer(selector, kind string, px, py float64, more string) {
	x.Helper()
	eval[bool](x, fmt.Sprintf(`(() => { const e = document.querySelector(%q), r = e.getBoundingClientRect();
		e.setPointerCapture = () => {};
		e.dispatchEvent(new PointerEvent(%q, Object.assign({clientX: r.left + %v, clientY: r.top + %v, bubbles: true, cancelable: true, pointerId: 1, button: 0}, {%s}))); return true })()`,
		selector, kind, px, py, more))
}

// drag drags a pointer from one place to another.
func (x *tab) drag(selector string, x0, y0, x1, y1 float64) {
	x.Helper()
	x.pointer(selector, "pointerdown", x0, y0, "")
	for i := 1; i <= 4; i++ {
		t := float64(i) / 4
		x.pointer(selector, "pointermove", x0+t*(x1-x0), y0+t*(y1-y0), "")
		x.calm()
	}
	x.pointer(selector, "pointerup", x1, y1, "")
	x.calm()
}

func (x *tab) wheel(px, py, deltaY float64) {
	x.Helper()
	eval[bool](x, fmt.Sprintf(`(() => { const e = document.querySelector(%q), r = e.getBoundingClientRect();
		e.dispatchEvent(new WheelEvent("wheel", {clientX: r.left + %v, clientY: r.top + %v, deltaY: %v, bubbles: true, cancelable: true})); return true })()`, picture, px, py, deltaY))
	x.calm()
}

// keyOn presses a key on an element.
func (x *tab) keyOn(selector, key string, shift bool) {
	x.Helper()
	eval[bool](x, fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.focus();
		e.dispatchEvent(new KeyboardEvent("keydown", {key: %q, shiftKey: %v, bubbles: true, cancelable: true})); return true })()`, selector, key, shift))
	x.calm()
}

// switchOn presses the button of an overlay or panel unless it is.
func (x *tab) switchTo(name string, on bool) {
	x.Helper()
	if pressed := eval[string](x, fmt.Sprintf(`document.querySelector('[data-switch=%q]').getAttribute("aria-pressed")`, name)); pressed != strconv.FormatBool(on) {
		x.press(`[data-switch="` + name + `"]`)
		x.calm()
	}
}

// space returns how the picture shows the image.
func (s *shown) space() view.Viewport {
	s.Helper()
	words := strings.Fields(eval[string](s.tab, `(c => [c.clientWidth, c.clientHeight, c.dataset.zoom, c.dataset.centre].join(" "))(document.querySelector(".v-picture"))`))
	n := make([]float64, len(words))
	for i, w := range words {
		n[i] = s.number(w)
	}
	return view.Viewport{Width: n[0], Height: n[1], Zoom: n[2], Centre: experiment.Point{Fast: n[3], Slow: n[4]}, Image: s.image.Bounds().Max}
}

func (x *tab) number(text string) float64 {
	x.Helper()
	v, err := strconv.ParseFloat(strings.ReplaceAll(text, "−", "-"), 64)
	if err != nil {
		x.Fatalf("%q is no number", text)
	}
	return v
}

// at returns where the middle of a pixel is on the picture.
func (s *shown) at(p image.Point) (px, py float64) {
	s.Helper()
	v := s.space()
	return v.Screen(experiment.Point{Fast: float64(p.X) + 0.5, Slow: float64(p.Y) + 0.5})
}

func (s *shown) read(key string) []string {
	s.Helper()
	return strings.Fields(s.text(`[data-read="` + key + `"]`))
}

// TestReadOut: the line below the picture says what the kernel computes of the pixel
// under the pointer, to the digits shown.
func TestReadOut(t *testing.T) {
	s := look(t, seen)
	for _, p := range []image.Point{{X: 5, Y: 7}, {X: 60, Y: 41}, {X: 90, Y: 88}} {
		px, py := s.at(p)
		s.pointer(picture, "pointermove", px, py, "")
		want := kernel.Explain(s.scene.Plan, p.X, p.Y)
		for _, c := range []struct {
			key             string
			i               int
			want, tolerance float64
		}{
			{"pixel", 0, float64(p.X) + 0.5, 0.01}, {"pixel", 1, float64(p.Y) + 0.5, 0.01},
			{"mm", 0, (float64(p.X) + 0.5) * 0.5, 0.01},
			{"photons", 0, float64(s.image.At(p)), 1e-4 * want.Photons},
			{"d", 0, want.Strongest.Resolution / units.Angstrom, 1e-4 * want.Strongest.Resolution / units.Angstrom},
			{"hkl", 0, want.Strongest.Index.X, 0.011}, {"hkl", 1, want.Strongest.Index.Y, 0.011}, {"hkl", 2, want.Strongest.Index.Z, 0.011},
		} {
			if got := s.number(s.read(c.key)[c.i]); !(math.Abs(got-c.want) <= c.tolerance) {
				t.Errorf("pixel %v: %s reads %v, want %v (tol %v)", p, c.key, got, c.want, c.tolerance)
			}
		}
		angle := s.number(strings.TrimSuffix(s.read("twotheta")[0], "°"))
		if want := want.Strongest.TwoTheta / units.Degree; !(math.Abs(angle-want) <= 1e-3) {
			t.Errorf("pixel %v: 2θ reads %v, want %v", p, angle, want)
		}
	}
	// The same by keyboard.
	s.keyOn(picture, "ArrowRight", true)
	first := s.number(s.read("pixel")[0])
	s.keyOn(picture, "ArrowRight", true)
	if second := s.number(s.read("pixel")[0]); second != first+1 {
		t.Errorf("Shift and an arrow key move the cursor from %v to %v", first, second)
	}
	if label := eval[string](s.tab, `document.querySelector(".v-picture").getAttribute("aria-label")`); !strings.Contains(label, "photons") {
		t.Errorf("the picture is called %q, want what the cursor reads", label)
	}
}

// TestRingsOnThePicture: every point of every ring drawn has the resolution it says.
func TestRingsOnThePicture(t *testing.T) {
	const tolerance = 1e-6 // relative
	s := look(t, seen)
	n := eval[int](s.tab, `document.querySelector(".v-picture").rings.length`)
	points := 0
	for i := range n {
		d := eval[float64](s.tab, fmt.Sprintf(`document.querySelector(".v-picture").rings[%d].angstrom`, i))
		path := eval[string](s.tab, fmt.Sprintf(`document.querySelector(".v-picture").rings[%d].path`, i))
		for _, pair := range strings.FieldsFunc(path, func(r rune) bool { return r == 'M' || r == 'L' }) {
			xy := strings.Fields(pair)
			ray := geom.Unit(s.scene.Experiment.Detector.At(s.number(xy[0]), s.number(xy[1])))
			if got := s.scene.Experiment.Resolution(ray) / units.Angstrom; !(math.Abs(got-d) <= tolerance*d) {
				t.Fatalf("the ring of %v Å has a point of %v Å", d, got)
			}
			points++
		}
	}
	if n < 3 || points < 100 {
		t.Errorf("%d rings of %d points", n, points)
	}
	s.switchTo("ice", true)
	s.switchTo("spots", true)
	if got, want := eval[int](s.tab, `+document.querySelector(".v-picture").dataset.spots`), len(s.scene.Spots(2000)); got != want || want < 5 {
		t.Errorf("%d spots are predicted on the page, %d here", got, want)
	}
	s.picture("viewer-overlays")
}

// TestZoom: the wheel zooms to the point, dragging pans, and the view survives what
// renders the image again.
func TestZoom(t *testing.T) {
	const rounding = 1e-6
	s := look(t, seen)
	whole := s.space()
	px, py := whole.Width/2+40, whole.Height/2-30
	under := whole.At(px, py)
	for range 6 {
		s.wheel(px, py, -150)
	}
	zoomed := s.space()
	onePixel := 1 / zoomed.Zoom // events of wheels have whole pixels of the screen
	if got := zoomed.At(px, py); math.Hypot(got.Fast-under.Fast, got.Slow-under.Slow) > onePixel {
		t.Errorf("%v is under the pointer, want %v as before zooming", got, under)
	}
	if want := whole.Zoom * math.Exp(0.2*1.5*6); math.Abs(zoomed.Zoom-want) > rounding*want {
		t.Errorf("zoom %v, want %v", zoomed.Zoom, want)
	}
	s.drag(picture, px, py, px-30, py+20)
	moved := s.space()
	if got := moved.At(px-30, py+20); math.Hypot(got.Fast-under.Fast, got.Slow-under.Slow) > onePixel {
		t.Errorf("dragged, %v is under the pointer, want %v", got, under)
	}
	s.fill("f-N", "6")
	s.rendered()
	s.calm()
	got := s.space()
	if math.Abs(got.Zoom-moved.Zoom) > rounding*moved.Zoom || math.Hypot(got.Centre.Fast-moved.Centre.Fast, got.Centre.Slow-moved.Centre.Slow) > rounding {
		t.Errorf("after rendering again the view is %+v, want %+v", got, moved)
	}
	link := eval[string](s.tab, `location.href`)
	s.press(`[title^="Show the whole"]`)
	s.calm()
	if got := s.space(); !got.Whole() {
		t.Errorf("reset, the view is %+v", got)
	}
	// The view is part of the link.
	again := open(t, link)
	again.rendered()
	again.calm()
	if got := (&shown{again, s.scene, s.image}).space(); math.Abs(got.Zoom/got.Width-moved.Zoom/moved.Width) > 1e-3*moved.Zoom/moved.Width || math.Abs(got.Centre.Fast-moved.Centre.Fast) > 0.01 {
		t.Errorf("the link %s gives the view %+v, want %+v", link, got, moved)
	}
	// Keys, and two fingers.
	s.keyOn(picture, "+", false)
	if got := s.space(); math.Abs(got.Zoom-1.5*whole.Zoom) > rounding {
		t.Errorf("plus zooms to %v, want %v", got.Zoom, 1.5*whole.Zoom)
	}
	s.keyOn(picture, "0", false)
	s.pointer(picture, "pointerdown", 100, 100, `pointerId: 11, pointerType: "touch"`)
	s.pointer(picture, "pointerdown", 200, 100, `pointerId: 12, pointerType: "touch"`)
	s.pointer(picture, "pointermove", 300, 100, `pointerId: 12, pointerType: "touch"`)
	s.pointer(picture, "pointerup", 300, 100, `pointerId: 12, pointerType: "touch"`)
	s.pointer(picture, "pointerup", 100, 100, `pointerId: 11, pointerType: "touch"`)
	s.calm()
	if got := s.space(); math.Abs(got.Zoom-2*whole.Zoom) > rounding {
		t.Errorf("fingers twice as far apart zoom to %v, want %v", got.Zoom, 2*whole.Zoom)
	}
	// Far in, pixels say their photons.
	for range 15 {
		s.keyOn(picture, "+", false)
	}
	v := s.space()
	if got, want := eval[int](s.tab, `+document.querySelector(".v-picture").dataset.numbers`), v.Visible().Dx()*v.Visible().Dy(); got != want || want < 4 {
		t.Errorf("%d pixels have numbers, want all %d", got, want)
	}
	s.picture("viewer-numbers")
}

// colour returns that of the picture at the middle of a pixel.
func (s *shown) colour(p image.Point) view.RGB {
	s.Helper()
	return s.colourAt(s.at(p))
}

// colourAt returns that at CSS pixels of the picture.
func (s *shown) colourAt(px, py float64) view.RGB {
	s.Helper()
	c := strings.Fields(eval[string](s.tab, fmt.Sprintf(`(c => [...c.getContext("2d").getImageData(Math.floor(%v*devicePixelRatio), Math.floor(%v*devicePixelRatio), 1, 1).data].join(" "))(document.querySelector(".v-picture"))`, px, py)))
	return view.RGB{R: uint8(s.number(c[0])), G: uint8(s.number(c[1])), B: uint8(s.number(c[2]))}
}

// TestContrast: the picture has the colours that package view gives the pixels, for
// every curve and map; limits can be dragged in the histogram.
func TestContrast(t *testing.T) {
	s := look(t, seen)
	for _, overlay := range []string{"rings", "beam"} {
		s.switchTo(overlay, false)
	}
	check := func(what string, scale view.Scale) {
		t.Helper()
		s.calm()
		painter := view.NewPainter(scale)
		for _, p := range []image.Point{{X: 3, Y: 4}, {X: 50, Y: 51}, {X: 80, Y: 20}, {X: 33, Y: 66}} {
			want, got := painter.At(s.image.At(p)), s.colour(p)
			near := func(a, b uint8) bool { return math.Abs(float64(a)-float64(b)) <= 1 } // canvases round
			if !near(got.R, want.R) || !near(got.G, want.G) || !near(got.B, want.B) {
				t.Errorf("%s: pixel %v is %v, want %v", what, p, got, want)
			}
		}
	}
	auto := func(c frame.Curve) frame.Display { return view.Auto(s.image, s.image.Bounds(), c) }
	check("as opened", view.Scale{Display: auto(frame.Sqrt)})
	for _, c := range []struct {
		button string
		curve  frame.Curve
	}{{"Linear", frame.Linear}, {"Logarithm", frame.Log}} {
		s.press(`.v-tools [title^="` + c.button + `"]`)
		check(c.button, view.Scale{Display: auto(c.curve)})
	}
	for _, m := range view.Maps() {
		eval[bool](s.tab, fmt.Sprintf(`(() => { const m = document.querySelector(".v-maps"); m.value = %q; m.dispatchEvent(new Event("change")); return true })()`, m))
		check(m.String(), view.Scale{Display: auto(frame.Log), Map: m})
	}
	s.press(`.v-tools [title^="Exchange"]`)
	check("inverted", view.Scale{Display: auto(frame.Log), Map: view.Rainbow, Invert: true})

	s.switchTo("histogram", true)
	limit := func(name string) float64 {
		return s.number(eval[string](s.tab, fmt.Sprintf(`document.querySelector('[data-limit=%q]').dataset.value`, name)))
	}
	s.until(`document.querySelector('[data-limit="High"]').dataset.value`)
	if got, want := limit("High"), auto(frame.Log).High; math.Abs(got-want) > 1e-9*want {
		t.Errorf("the upper limit is %v, want %v", got, want)
	}
	h := view.NewHistogram(s.image, s.image.Bounds())
	width := eval[float64](s.tab, `document.querySelector(".v-histogram").getBoundingClientRect().width`)
	s.drag(".v-histogram", h.Place(limit("High"))*width, 40, 0.7*width, 40)
	if got, want := limit("High"), h.Photons(0.7); math.Abs(got-want) > 1e-6*want {
		t.Errorf("dragged to 0.7 of the axis the upper limit is %v, want %v", got, want)
	}
	check("dragged", view.Scale{Display: frame.Display{Low: limit("Low"), High: h.Photons(0.7), Curve: frame.Log}, Map: view.Rainbow, Invert: true})
	s.picture("viewer-histogram")

	// The magnifier has the pixel under the pointer at its middle.
	s.switchTo("magnifier", true)
	for _, p := range []image.Point{{X: 20, Y: 70}, {X: 33, Y: 66}, {X: 60, Y: 80}} {
		px, py := s.at(p)
		s.pointer(picture, "pointermove", px, py, "")
		s.calm()
		if got, want := s.colourAt(s.space().Width-10-84, 10+84), s.colour(p); got != want {
			t.Errorf("the magnifier shows %v of pixel %v, want %v", got, p, want)
		}
	}
	s.switchTo("magnifier", false)
	s.press(`.v-tools [title^="Choose the limits"]`)
	check("automatic again", view.Scale{Display: auto(frame.Log), Map: view.Rainbow, Invert: true})
}

// TestOverload: what 16 bits cannot hold at the scale asked for is marked.
func TestOverload(t *testing.T) {
	s := look(t, seen+" -scale 1e9")
	top := image.Point{}
	for y := range s.image.Height {
		for x := range s.image.Width {
			if p := image.Pt(x, y); s.image.At(p) > s.image.At(top) {
				top = p
			}
		}
	}
	s.switchTo("rings", false)
	s.switchTo("beam", false)
	if got := s.colour(top); got != view.OverloadColour {
		t.Errorf("the strongest pixel is %v, want the colour of overloads %v", got, view.OverloadColour)
	}
}

// TestExplainPixel: a click on a pixel lists factors that multiply to its photons.
func TestExplainPixel(t *testing.T) {
	s := look(t, seen)
	p := image.Pt(60, 41)
	px, py := s.at(p)
	s.pointer(picture, "pointerdown", px, py, "")
	s.pointer(picture, "pointerup", px, py, "")
	s.until(`document.querySelector("[data-product]")`)
	want := kernel.Explain(s.scene.Plan, p.X, p.Y).Photons
	product := s.number(eval[string](s.tab, `document.querySelector("[data-product]").dataset.product`))
	if !(math.Abs(product-want) <= 1e-9*want) || float32(want) != s.image.At(p) {
		t.Errorf("the factors multiply to %v, want the pixel's %v (image %v)", product, want, s.image.At(p))
	}
	again := 1.0
	for _, w := range strings.Fields(eval[string](s.tab, `[...document.querySelectorAll("[data-factor]")].map(e => e.dataset.factor).join(" ")`)) {
		again *= s.number(w)
	}
	if !(math.Abs(again-want) <= 1e-9*want) {
		t.Errorf("the factors listed multiply to %v, want %v", again, want)
	}
	for _, word := range []string{"electrons²", "µsr", "sin(πNh)/sin(πh)", "½ [1 + cos²2θ"} {
		if !strings.Contains(s.text(".v-factors"), word) {
			t.Errorf("the explanation has no %q", word)
		}
	}
	s.picture("viewer-explain")
}

// TestCompare: an image pinned and compared with itself shows no difference, with
// another one what frame.Compare says.
func TestCompare(t *testing.T) {
	s := look(t, seen)
	s.press(`.v-tools [title^="Keep this image"]`)
	s.calm()
	if got := s.space(); math.Abs(2*eval[float64](s.tab, `+document.querySelector(".v-picture").dataset.zoom`)*96-got.Width) > 1 && got.Height > got.Width/2 {
		t.Errorf("side by side the zoom is %v on %v × %v", got.Zoom, got.Width, got.Height)
	}
	s.picture("viewer-beside")
	difference := func() string {
		s.press(`[data-mode="difference"]`)
		s.calm()
		return s.text(".v-verdict")
	}
	if got := difference(); !strings.HasPrefix(got, "largest difference 0, rms 0, correlation 1.000") {
		t.Errorf("compared with itself: %s", got)
	}
	s.fill("f-N", "7")
	s.rendered()
	s.calm()
	other := look(t, strings.Replace(seen, "-N 8", "-N 7", 1))
	m, err := frame.Compare(other.image, s.image, image.Rectangle{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := s.text(".v-verdict"), "largest difference "+view.Number(m.MaxAbs, 4); !strings.HasPrefix(got, want) {
		t.Errorf("compared with another: %q, want %q", got, want)
	}
	s.picture("viewer-difference")
	s.press(`[data-mode="blink"]`)
	first := s.colours()
	for end := time.Now().Add(patience); s.colours() == first; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the picture does not blink")
		}
	}
}

// colours returns some of the picture.
func (s *shown) colours() (c [40]view.RGB) {
	for i := range c {
		c[i] = s.colour(image.Pt(i*37%96, i*53%96))
	}
	return c
}

// TestProfiles: a line dragged on the picture, and the mean against 2θ.
func TestProfiles(t *testing.T) {
	s := look(t, seen)
	s.switchTo("line", true)
	s.switchTo("radial", true)
	a, b := image.Pt(20, 70), image.Pt(80, 30)
	x0, y0 := s.at(a)
	x1, y1 := s.at(b)
	s.drag(picture, x0, y0, x1, y1)
	want := view.LineProfile(s.image, experiment.Point{Fast: 20.5, Slow: 70.5}, experiment.Point{Fast: 80.5, Slow: 30.5}, 1)
	if got := eval[int](s.tab, `+document.querySelector(".v-panel-line canvas").dataset.points`); got != len(want.X) {
		t.Errorf("the profile has %d points, want %d", got, len(want.X))
	}
	if got := eval[float64](s.tab, `+document.querySelector(".v-panel-line canvas").dataset.max`); math.Abs(got-want.Max()) > 1e-3*want.Max() {
		t.Errorf("the profile reaches %v, want %v", got, want.Max())
	}
	if got, want := eval[int](s.tab, `+document.querySelector(".v-panel-radial canvas").dataset.points`), len(s.scene.NewRadial().Profile(s.image).X); got != want {
		t.Errorf("the radial profile has %d points, want %d", got, want)
	}
	s.picture("viewer-profiles")
}

// TestEwald: reciprocal space follows the image, and turning the crystal in it turns
// the image.
func TestEwald(t *testing.T) {
	s := look(t, seen)
	s.until(`+document.querySelector(".v-ewald").dataset.lit > 4`)
	misset := func() string { return s.value("f-misset-0") + " " + s.value("f-misset-1") }
	before, image := misset(), s.rendered()
	s.drag(".v-ewald", 60, 100, 110, 120) // the view
	if got := misset(); got != before {
		t.Errorf("turning the view turns the crystal from %s to %s", before, got)
	}
	s.press(`[title^="Drag the crystal"]`)
	s.drag(".v-ewald", 60, 100, 90, 110)
	s.calm()
	if s.rendered() == image {
		t.Error("turning the crystal changes no image")
	}
	args := strings.Join(s.command(), " ")
	_, after, ok := strings.Cut(args, "-misset ")
	if !ok || strings.HasPrefix(after, "10 20 30") {
		t.Errorf("turned, the command is %s", args)
	}
	s.picture("viewer-ewald")
	s.press(`[title^="Turn the crystal about"]`)
	for end := time.Now().Add(patience); !strings.Contains(strings.Join(s.command(), " "), "-phi "); s.calm() {
		if time.Now().After(end) {
			t.Fatalf("played, φ stays: %v", s.command())
		}
	}
	s.press(`[title^="Turn the crystal about"]`)
	s.rendered()
}
