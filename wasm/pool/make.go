package pool

import (
	"context"
	"errors"
	"fmt"

	"gobragg/core/config"
	"gobragg/wasm/proto"
)

// Make has a worker make structure factors of a file, whose content is nil if it came with
// the program. It is always the same worker: it keeps what it has read. When ctx ends,
// another one takes its place, for what it is doing may take long.
func (p *Pool) Make(ctx context.Context, q config.Request, content []byte) (*config.Factors, error) {
	s := p.seats[0]
	select {
	case <-s.free:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	defer func() { s.free <- struct{}{} }()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if content != nil && (s.file.Name != q.File || !same(s.file.Content, content)) {
		s.file = proto.File{Name: q.File, Content: content}
		s.port.Send(s.file.Append(nil))
	}
	m := proto.Make{ID: p.ids.Add(1), Request: q}
	s.port.Send(m.Append(nil))
	for {
		select {
		case answer, alive := <-s.port.Receive():
			if !alive {
				return nil, s.replace(fmt.Errorf("%w: %w; it may need more memory than the browser gives", errDied, s.port.Err()))
			}
			switch a, err := proto.Decode(answer); a := a.(type) {
			case proto.Made:
				s.owes = false
				return &a.Factors, nil
			case proto.Failure:
				if a.ID == m.ID {
					s.owes = false
					return nil, errors.New(a.Text)
				}
			case proto.Pixels: // that nobody waits for
			default:
				return nil, fmt.Errorf("a worker answered %T: %w", a, err)
			}
		case <-ctx.Done():
			return nil, s.replace(context.Cause(ctx))
		}
	}
}

// same reports whether two slices are the same memory.
func same(a, b []byte) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }
