package worker

import (
	"syscall/js"

	"gobragg/core/simulate"
	"gobragg/wasm/proto"
)

// Run renders with b: it has messages of the page answered from now on, and those that
// the worker's script has kept for it in the array gobraggInbox.
//
// Between two slices of a tile the browser delivers what has arrived meanwhile: a message
// of the worker to itself, behind all those, begins the next one.
func Run(b simulate.Backend) {
	server := Server{Backend: b}
	var inbox Inbox
	self := js.Global()
	if address := self.Get("gobraggAddress"); address.Type() == js.TypeString {
		server.Prepare(address.String()) // while the page's own program starts
	}
	array := self.Get("Uint8Array")
	channel := self.Get("MessageChannel").New()
	toMyself := channel.Get("port2") // what one gets of JavaScript is to be collected
	due := false                     // a message to itself is on its way
	later := func() {
		if !due && (server.Busy() || !inbox.Empty()) {
			due = true
			toMyself.Call("postMessage", nil)
		}
	}
	channel.Get("port1").Set("onmessage", js.FuncOf(func(js.Value, []js.Value) any {
		due = false
		if answer := inbox.Work(&server); answer != nil {
			b := array.New(len(answer))
			js.CopyBytesToJS(b, answer)
			self.Call("postMessage", b, js.ValueOf([]any{b.Get("buffer")}))
		}
		later()
		return nil
	}))
	put := func(data js.Value) {
		packed := make([]byte, data.Length())
		js.CopyBytesToGo(packed, data)
		messages, err := proto.Unpack(packed)
		if err != nil {
			panic(err) // the page and this are one program
		}
		for _, m := range messages {
			inbox.Put(m)
		}
		later()
	}
	self.Set("onmessage", js.FuncOf(func(_ js.Value, events []js.Value) any {
		put(events[0].Get("data"))
		return nil
	}))
	for early := self.Get("gobraggInbox"); early.Length() > 0; {
		put(early.Call("shift"))
	}
}
