package imgio_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"

	"gobragg/core/frame"
	"gobragg/core/imgio"
)

func ExampleWritePNG() {
	f := frame.New(64, 64)
	f.Row(20)[40] = 1000
	ring := imgio.Line{Points: []imgio.Point{{Fast: 0, Slow: 32}, {Fast: 64, Slow: 32}}, Color: imgio.Blue}
	var file bytes.Buffer
	err := imgio.WritePNG(&file, f, imgio.PNGOptions{
		Zoom: 8,
		Overlay: imgio.Overlay{
			Lines:  []imgio.Line{ring},
			Labels: []imgio.Label{{At: imgio.Point{Fast: 60, Slow: 30}, Text: "2.0 Å"}},
		},
		Text: []imgio.Field{{Key: "Software", Value: "gobragg"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := png.Decode(&file)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.Bounds().Size())
	// Output: (512,512)
}

func ExampleReadAny() {
	var file bytes.Buffer
	if err := imgio.WriteNPY(&file, frame.Wrap(2, 1, []float32{3, 5})); err != nil {
		fmt.Println(err)
		return
	}
	f, info, err := imgio.ReadAny(&file, "image.npy", image.Point{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(info.Format, f.Width, f.Height, f.Pix)
	// Output: NPY 2 1 [3 5]
}

func ExampleFormatG() {
	fmt.Println(imgio.FormatG(1.0/3), imgio.FormatG(1e-9), imgio.FormatG(51200000))
	// Output: 0.333333 1e-09 5.12e+07
}
