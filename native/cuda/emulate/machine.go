package emulate

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// Machine is a running program of Build. It is for one goroutine at a time.
type Machine struct {
	command *exec.Cmd
	in      *bufio.Writer
	close   func() error
	out     *bufio.Reader
	stderr  strings.Builder
}

// Start runs a program.
func Start(program string, environment ...string) (*Machine, error) {
	m := &Machine{command: exec.Command(program)}
	m.command.Env = environment
	m.command.Stderr = &m.stderr
	in, err := m.command.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := m.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	m.in, m.close, m.out = bufio.NewWriter(in), in.Close, bufio.NewReaderSize(out, 1<<16)
	return m, m.command.Start()
}

// Close ends the program and returns what it complained of.
func (m *Machine) Close() error {
	m.close()
	if err := m.command.Wait(); err != nil {
		return fmt.Errorf("%w\n%s", err, m.stderr.String())
	}
	return nil
}

// Alloc returns the address of size bytes.
func (m *Machine) Alloc(size int64) (uint64, error) {
	m.send('a', uint64(size))
	address, err := m.answer()
	if err == nil && address == 0 {
		err = errors.New("emulate: out of memory")
	}
	return address, err
}

// Free gives back what Alloc returned.
func (m *Machine) Free(address uint64) { m.send('f', address) }

// Upload copies data to an address.
func (m *Machine) Upload(address uint64, data []byte) error {
	m.send('u', address, uint64(len(data)))
	_, err := m.in.Write(data)
	return err
}

// Download copies from an address to data.
func (m *Machine) Download(data []byte, address uint64) error {
	m.send('d', address, uint64(len(data)))
	if err := m.in.Flush(); err != nil {
		return err
	}
	_, err := io.ReadFull(m.out, data)
	return err
}

// Launch runs kernel number i of the program on a grid of blocks, to its end.
func (m *Machine) Launch(i, gridX, gridY int, arguments []uint64) error {
	m.send('l', append([]uint64{uint64(i), uint64(gridX), uint64(gridY)}, arguments...)...)
	_, err := m.answer()
	return err
}

func (m *Machine) send(command byte, words ...uint64) {
	m.in.WriteByte(command)
	var b [8]byte
	for _, w := range words {
		binary.NativeEndian.PutUint64(b[:], w)
		m.in.Write(b[:])
	}
}

func (m *Machine) answer() (uint64, error) {
	if err := m.in.Flush(); err != nil {
		return 0, m.ended(err)
	}
	var b [8]byte
	if _, err := io.ReadFull(m.out, b[:]); err != nil {
		return 0, m.ended(err)
	}
	return binary.NativeEndian.Uint64(b[:]), nil
}

func (m *Machine) ended(err error) error {
	return fmt.Errorf("emulate: the program ended: %w: %w", err, m.Close())
}
