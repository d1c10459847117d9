package worker

import (
	"slices"

	"gobragg/wasm/proto"
)

// Inbox holds the messages of a page until there is time for them. A worker that puts
// all that has arrived into it before it begins another tile soon works on a new job,
// however many tiles of the old one it was sent.
type Inbox struct {
	messages  [][]byte
	overtaken bool // a job has arrived since the tile under way began
}

// Put takes a message in. A job makes those before it void, and their tiles.
func (b *Inbox) Put(message []byte) {
	if proto.IsJob(message) {
		b.overtaken = true
		b.messages = slices.DeleteFunc(b.messages, func(m []byte) bool { return proto.IsJob(m) || proto.IsTile(m) })
	}
	b.messages = append(b.messages, message)
}

// Empty reports whether there is no message.
func (b *Inbox) Empty() bool { return len(b.messages) == 0 }

// Take returns the next message; false: there is none.
func (b *Inbox) Take() (message []byte, ok bool) {
	if b.Empty() {
		return nil, false
	}
	message = b.messages[0]
	b.messages = b.messages[1:]
	return message, true
}

// Work has s do the next piece of work, as long as a slice of a tile at most unless it
// makes structure factors, and returns its answer if there is one. A job that has arrived
// ends the tile under way.
func (b *Inbox) Work(s *Server) (answer []byte) {
	overtaken := b.overtaken
	b.overtaken = false
	switch {
	case s.Busy() && overtaken:
		return s.Drop()
	case s.Busy():
		return s.Continue()
	}
	for answer == nil && !s.Busy() {
		message, ok := b.Take()
		if !ok {
			break
		}
		answer = s.Handle(message)
	}
	return answer
}
