// Package worker renders tiles and makes structure factors for a page: it is what runs in
// a web worker.
package worker

import (
	"fmt"

	"gobragg/core/frame"
	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/wasm/lab"
	"gobragg/wasm/proto"
)

// Server answers the messages of a page. The zero value is ready; it is for one
// goroutine at a time.
type Server struct {
	Backend simulate.Backend // of which one renderer is used; nil: the scalar one

	table  proto.Table
	job    uint32
	plan   *plan.Plan
	broken error // why there is no plan

	levels map[int]*level
	lab    *lab.Lab // makes structure factors; nil: none yet
	tile   tile     // at hand
	pix    []float32
	reply  []byte
}

// level is one coarseness of the plan.
type level struct {
	plan     *plan.Plan
	renderer simulate.Renderer
	samples  float64       // of a pixel
	omitted  frame.Omitted // by all tiles so far
}

// Handle returns the answer to a message; nil if it has none, or not yet: Busy tells. The
// answer is overwritten by the next; the message is the server's from now on.
func (s *Server) Handle(message []byte) []byte {
	m, err := proto.Decode(message)
	var answer proto.Message
	var asked uint32
	switch m := m.(type) {
	case proto.Table:
		s.table = m
		return nil
	case proto.Job:
		s.job, s.levels, s.tile.level = m.ID, map[int]*level{}, nil
		s.plan, s.broken = s.open(m)
		return nil
	case proto.Tile:
		asked = m.ID
		if err = s.begin(m); err == nil {
			return s.Continue()
		}
	case proto.File:
		s.factors().Give(m.Name, m.Content)
		return nil
	case proto.Make:
		asked = m.ID
		answer, err = s.make(m)
	default:
		if err == nil {
			err = fmt.Errorf("worker: %T is not for a worker", m)
		}
	}
	return s.answer(asked, answer, err)
}

// answer encodes the answer to what was asked, or why there is none.
func (s *Server) answer(asked uint32, answer proto.Message, err error) []byte {
	if err != nil {
		answer = proto.Failure{ID: asked, Text: err.Error()}
	}
	s.reply = answer.Append(s.reply[:0])
	return s.reply
}

// open returns the plan of a job, with its structure factors.
func (s *Server) open(j proto.Job) (*plan.Plan, error) {
	p, err := plan.Decode(j.Plan)
	if err != nil {
		return nil, err
	}
	if j.Table != 0 {
		if j.Table != s.table.ID {
			return nil, fmt.Errorf("worker: structure factors %d are not at hand", j.Table)
		}
		p.F = s.table.F
	}
	if want := int64(p.GridSize[0]) * int64(p.GridSize[1]) * int64(p.GridSize[2]); p.Lookup != plan.Uniform && int64(len(p.F)) != want {
		return nil, fmt.Errorf("worker: %d structure factors, the plan wants %d", len(p.F), want)
	}
	return p, nil
}

// level returns the plan at a level, which it makes when it is first asked for, with a
// renderer.
func (s *Server) level(step int) (*level, error) {
	if l, ok := s.levels[step]; ok {
		return l, nil
	}
	if s.Backend == nil {
		s.Backend = simulate.Scalar(1)
	}
	p := s.plan.Coarse(step)
	renderers, err := s.Backend.Open(p)
	if err != nil {
		return nil, err
	}
	l := &level{plan: p, renderer: renderers[0], samples: float64(p.Steps) * float64(p.Layers)}
	s.levels[step] = l
	return l, nil
}
