package worker

import (
	"syscall/js"

	"gobragg/core/simulate"
)

// Run renders with b: it has messages of the page answered from now on, and those that the worker's script
// has kept for it in the array gobraggInbox.
func Run(b simulate.Backend) {
	server := Server{Backend: b}
	self := js.Global()
	if address := self.Get("gobraggAddress"); address.Type() == js.TypeString {
		server.Prepare(address.String()) // while the page's own program starts
	}
	array := self.Get("Uint8Array")
	handle := func(data js.Value) {
		message := make([]byte, data.Length())
		js.CopyBytesToGo(message, data)
		if answer := server.Handle(message); answer != nil {
			b := array.New(len(answer))
			js.CopyBytesToJS(b, answer)
			self.Call("postMessage", b, js.ValueOf([]any{b.Get("buffer")}))
		}
	}
	self.Set("onmessage", js.FuncOf(func(_ js.Value, events []js.Value) any {
		handle(events[0].Get("data"))
		return nil
	}))
	for inbox := self.Get("gobraggInbox"); inbox.Length() > 0; {
		handle(inbox.Call("shift"))
	}
}
