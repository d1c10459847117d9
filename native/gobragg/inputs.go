package main

import (
	"context"
	"errors"
	"io"
	"os"

	"gobragg/core/builtin"
	"gobragg/core/imgio"
)

// input opens a file to read, decompressed if it is compressed, or one that comes
// with the program. Once ctx ends its reads fail.
func input(ctx context.Context, name string) (io.ReadCloser, error) {
	if r, ok := builtin.Open(name); ok {
		return r, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, cause(err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, errors.New("it is a folder, not a file")
	}
	r, err := imgio.Gunzip(source{ctx, f})
	if err != nil {
		f.Close()
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{r, f}, nil
}

// source is a reader that fails once its context ends.
type source struct {
	ctx context.Context
	r   io.Reader
}

func (s source) Read(b []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(b)
}
