// Package worker renders tiles and makes structure factors for a page: it is what runs in
// a web worker.
package worker

import (
	"context"
	"fmt"
	"slices"
	"time"

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
	pix    []float32
	reply  []byte
}

// level is one coarseness of the plan.
type level struct {
	plan     *plan.Plan
	renderer simulate.Renderer
	omitted  frame.Omitted // by all tiles so far
}

// Handle returns the answer to a message; nil if it has none. The answer is overwritten
// by the next; the message is the server's from now on.
func (s *Server) Handle(message []byte) []byte {
	m, err := proto.Decode(message)
	var answer proto.Message
	var asked uint32
	switch m := m.(type) {
	case proto.Table:
		s.table = m
		return nil
	case proto.Job:
		s.job, s.levels = m.ID, map[int]*level{}
		s.plan, s.broken = s.open(m)
		return nil
	case proto.Tile:
		asked = m.ID
		answer, err = s.render(m)
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

// render renders one tile.
func (s *Server) render(t proto.Tile) (proto.Message, error) {
	if s.broken != nil {
		return nil, s.broken
	}
	if s.plan == nil || t.Job != s.job {
		return nil, fmt.Errorf("worker: a tile of job %d, which is not at hand", t.Job)
	}
	begin := time.Now()
	l, err := s.level(int(t.Level))
	if err != nil {
		return nil, err
	}
	if !t.Area.In(l.plan.ROI()) {
		return nil, fmt.Errorf("worker: tile %v reaches beyond %v", t.Area, l.plan.ROI())
	}
	n := t.Area.Dx() * t.Area.Dy()
	s.pix = slices.Grow(s.pix[:0], n)
	pix := s.pix[:n]
	if err := l.renderer.Render(context.Background(), t.Area, pix); err != nil {
		return nil, err
	}
	answer := proto.Pixels{Tile: t.ID, Micros: uint32(time.Since(begin).Microseconds()), Pix: pix}
	if o, ok := l.renderer.(simulate.Omitter); ok {
		before := l.omitted
		l.omitted = o.Omitted()
		answer.Omitted = l.omitted
		answer.Omitted.Samples -= before.Samples
		answer.Omitted.Total -= before.Total
	}
	return answer, nil
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
	l := &level{plan: p, renderer: renderers[0]}
	s.levels[step] = l
	return l, nil
}
