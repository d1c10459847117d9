package worker

import (
	"errors"

	"gobragg/core/config"
	"gobragg/wasm/lab"
	"gobragg/wasm/proto"
)

// factors returns the laboratory that makes structure factors.
func (s *Server) factors() *lab.Lab {
	if s.lab == nil {
		s.lab = lab.New()
	}
	return s.lab
}

// Prepare makes the structure factors that the page at this address will ask for first.
func (s *Server) Prepare(address string) { s.factors().Prepare(address) }

// make makes structure factors. Which file an error is about, the page knows.
func (s *Server) make(m proto.Make) (proto.Message, error) {
	f, err := s.factors().Make(m.Request)
	if err != nil {
		var file *config.FileError
		if errors.As(err, &file) {
			err = file.Err
		}
		return nil, err
	}
	return proto.Made{ID: m.ID, Factors: *f}, nil
}
