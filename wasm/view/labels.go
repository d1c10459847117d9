package view

import "math"

// Named is a spot on the canvas; Name is empty where another's name is.
type Named struct {
	X, Y float64
	Name string
}

// Room that a spot wants on the canvas, CSS pixels squared, and the size of letters.
const (
	spotRoom     = 3600
	letterWidth  = 6.2
	letterHeight = 13
)

// NameSpots returns the spots to draw on the canvas, of the strongest that it shows as
// many as it has room for, with their names at up CSS pixels above them unless a
// stronger one's name is in the way.
func NameSpots(v *Viewport, spots []Spot, up float64) []Named {
	room := int(v.Width * v.Height / spotRoom)
	var list []Named
	type box struct{ left, right, y float64 }
	var taken []box
	for _, s := range spots {
		x, y := v.Screen(s.At)
		if x < 0 || y < 0 || x > v.Width || y > v.Height {
			continue
		}
		if len(list) == room {
			break
		}
		n := Named{X: x, Y: y, Name: s.Name()}
		half := letterWidth * float64(len([]rune(n.Name))) / 2
		b := box{x - half, x + half, y - up}
		free := b.left > 0 && b.right < v.Width
		for _, t := range taken {
			free = free && (b.left > t.right || b.right < t.left || math.Abs(b.y-t.y) > letterHeight)
		}
		if free {
			taken = append(taken, b)
		} else {
			n.Name = ""
		}
		list = append(list, n)
	}
	return list
}
