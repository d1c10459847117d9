// Package worker renders tiles for a page: it is what runs in a web worker.
package worker

import (
	"fmt"
	"time"

	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/wasm/proto"
)

// Server answers the messages of a page. The zero value is ready; it is for one
// goroutine at a time.
type Server struct {
	job    uint32
	plan   *plan.Plan
	broken error // why there is no plan

	levels map[int]*level
	reply  []byte
}

// level is one coarseness of the plan.
type level struct {
	plan     *plan.Plan
	renderer *kernel.Renderer
}

// Handle returns the answer to a message; nil if it has none. The answer is overwritten
// by the next.
func (s *Server) Handle(message []byte) []byte {
	m, err := proto.Decode(message)
	var answer proto.Message
	switch m := m.(type) {
	case proto.Job:
		s.job, s.levels = m.ID, map[int]*level{}
		s.plan, s.broken = plan.Decode(m.Plan)
		return nil
	case proto.Tile:
		answer, err = s.render(m)
	default:
		if err == nil {
			err = fmt.Errorf("worker: %T is not for a worker", m)
		}
	}
	if err != nil {
		answer = proto.Failure{Job: s.job, Text: err.Error()}
	}
	s.reply = answer.Append(s.reply[:0])
	return s.reply
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
	l := s.level(int(t.Level))
	if !t.Area.In(l.plan.ROI()) {
		return nil, fmt.Errorf("worker: tile %v reaches beyond %v", t.Area, l.plan.ROI())
	}
	pix := make([]float32, t.Area.Dx()*t.Area.Dy())
	l.renderer.Render(t.Area, pix, nil)
	return proto.Pixels{Job: t.Job, Micros: uint32(time.Since(begin).Microseconds()), Pix: pix}, nil
}

// level returns the plan at a level, which it makes when it is first asked for.
func (s *Server) level(step int) *level {
	if l, ok := s.levels[step]; ok {
		return l
	}
	p := s.plan.Coarse(step)
	l := &level{p, kernel.NewRenderer(p, kernel.NewSums(p))}
	s.levels[step] = l
	return l
}
