package batch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"slices"

	"gobragg/core/config"
	"gobragg/core/portable"
	"gobragg/core/rng"
)

// variation is how an option differs between frames.
type variation struct {
	option *config.Option
	at     func(n int) config.Values // in frame n
}

// way is the JSON form of a variation, one of its members.
type way struct {
	From    *float64          `json:"from"`
	Step    *float64          `json:"step"`
	Values  []json.RawMessage `json:"values"`
	Uniform []float64         `json:"uniform"`
	Normal  []float64         `json:"normal"`
}

// Settings returns those of frame n, 1 to Frames. Its errors name the frame.
func (s *Spec) Settings(n int) (*config.Config, error) {
	c := config.Merge(new(config.Config), s.base)
	for _, v := range s.vary {
		if err := c.Set(v.option, v.at(n)); err != nil {
			return nil, fmt.Errorf("frame %d: %w", n, err)
		}
	}
	return c, nil
}

func (s *Spec) setVariations(ways map[string]json.RawMessage) error {
	for name, raw := range ways {
		o := config.Find("-" + name)
		if o == nil {
			return fmt.Errorf("there is no option -%s", name)
		}
		if o.Transient || o.Group == config.GroupOutput || o.Group == config.GroupRunning {
			return fmt.Errorf("-%s belongs to the whole series: put it among the settings", name)
		}
		if s.varies(o.Name) {
			return fmt.Errorf("-%s is there twice", o.Name)
		}
		at, err := s.parseWay(o, raw)
		if err != nil {
			return fmt.Errorf("-%s: %w", name, err)
		}
		s.vary = append(s.vary, variation{o, at})
	}
	s.varySeed("seed", s.seed)
	if s.varies("misset") && !s.varies("misset_seed") {
		if seed := s.base.Input().Crystal.MissetSeed; seed.Set {
			s.varySeed("misset_seed", seed.Value)
		}
	}
	// The order of a JSON object means nothing; that of the table is always the same.
	place := func(o *config.Option) int { return slices.Index(config.Options, o) }
	slices.SortFunc(s.vary, func(a, b variation) int { return place(a.option) - place(b.option) })
	return nil
}

func (s *Spec) varies(name string) bool {
	return slices.ContainsFunc(s.vary, func(v variation) bool { return v.option.Name == name })
}

// varySeed counts a seed up from its value in frame 1, unless it is varied in another way.
func (s *Spec) varySeed(name string, first int64) {
	if s.varies(name) {
		return
	}
	s.vary = append(s.vary, variation{config.Find("-" + name), func(n int) config.Values {
		return config.Values{{Number: float64(first + int64(n-1))}}
	}})
}

// parseWay reads how option o varies.
func (s *Spec) parseWay(o *config.Option, raw json.RawMessage) (func(n int) config.Values, error) {
	var word string
	if json.Unmarshal(raw, &word) == nil {
		if o.Word != "random" || word != o.Word {
			return nil, fmt.Errorf("%q is not a way to vary it", word)
		}
		return func(int) config.Values { return config.Values{{Text: word}} }, nil
	}
	var w way
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&w); err != nil {
		return nil, malformed(err)
	}
	one := func(at func(n int) float64) func(n int) config.Values {
		return func(n int) config.Values { return config.Values{{Number: at(n)}} }
	}
	pair := func(v []float64, what string) error {
		if len(v) != 2 || !(v[1] >= 0) && what == "normal" || !(v[0] <= v[1]) && what == "uniform" {
			return fmt.Errorf("%q: want [%s]", what, map[string]string{"uniform": "LOW, HIGH", "normal": "MEAN, SIGMA"}[what])
		}
		return nil
	}
	ways := 0
	for _, given := range []bool{w.From != nil || w.Step != nil, w.Values != nil, w.Uniform != nil, w.Normal != nil} {
		if given {
			ways++
		}
	}
	switch {
	case ways != 1:
		return nil, errors.New(`want one of "from" with "step", "values", "uniform", "normal"`)
	case w.Values != nil:
		return s.listed(w.Values)
	case len(o.Params) != 1 || o.Params[0].Kind == config.Text:
		return nil, errors.New(`it has not one number for its value: want {"values": …}`)
	case w.Uniform != nil:
		return one(func(n int) float64 {
			return w.Uniform[0] + float64((w.Uniform[1]-w.Uniform[0])*s.stream(o, n).Float64())
		}), pair(w.Uniform, "uniform")
	case w.Normal != nil:
		return one(func(n int) float64 { return w.Normal[0] + float64(w.Normal[1]*normal(s.stream(o, n))) }), pair(w.Normal, "normal")
	case w.From == nil || w.Step == nil:
		return nil, errors.New(`"from" and "step" belong together`)
	}
	return one(func(n int) float64 { return *w.From + float64(float64(n-1)**w.Step) }), nil
}

// listed reads the values of each frame: a number, a text, or a list of them.
func (s *Spec) listed(list []json.RawMessage) (func(n int) config.Values, error) {
	if len(list) != s.Frames {
		return nil, fmt.Errorf(`"values": %d of them for %d frames`, len(list), s.Frames)
	}
	values := make([]config.Values, len(list))
	for i, raw := range list {
		items := []json.RawMessage{raw}
		if json.Unmarshal(raw, &items) != nil {
			items = []json.RawMessage{raw}
		}
		for _, item := range items {
			var v config.Value
			if json.Unmarshal(item, &v.Text) != nil {
				if err := json.Unmarshal(item, &v.Number); err != nil {
					return nil, fmt.Errorf(`"values": %s of frame %d is neither a number nor a text`, item, i+1)
				}
			}
			values[i] = append(values[i], v)
		}
	}
	return func(n int) config.Values { return values[n-1] }, nil
}

// stream returns the random numbers of an option in frame n: those of another option,
// or of another frame, are independent of them.
func (s *Spec) stream(o *config.Option, n int) *rng.Stream {
	h := fnv.New32a()
	h.Write([]byte(o.Name))
	r := rng.NewStream(uint64(s.seed), uint64(h.Sum32())<<32|uint64(uint32(n)))
	return &r
}

// normal returns a standard normal deviate by the polar method, the same bits on every
// machine. Source: G. Marsaglia, T. A. Bray, SIAM Review 6 (1964) 260–264.
func normal(r *rng.Stream) float64 {
	for {
		u, v := 2*r.Float64()-1, 2*r.Float64()-1
		if s := float64(u*u) + float64(v*v); s < 1 && s > 0 {
			return u * math.Sqrt(-2*portable.Log(s)/s)
		}
	}
}
