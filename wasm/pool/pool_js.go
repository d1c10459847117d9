package pool

import (
	"errors"
	"syscall/js"

	"gobragg/wasm/proto"
)

// maxWorkers is as many as help: beyond, the memory of one more costs more than it brings.
const maxWorkers = 8

// Start starts workers, 0: as many as there are processors, at most 8. The page's script
// provides them: the function worker of the object gobraggBoot starts one.
func Start(workers int) (*Pool, error) {
	if workers <= 0 {
		workers = 2
		if n := js.Global().Get("navigator").Get("hardwareConcurrency"); n.Type() == js.TypeNumber {
			workers = n.Int()
		}
	}
	return New(min(workers, maxWorkers), dial)
}

// webPort is a web worker. It is sent packed messages, and sends single ones, or
// a text when it dies.
type webPort struct {
	worker  js.Value
	answers chan []byte
	err     error
	release func() // of the event handlers
}

func dial() (p Port, err error) {
	defer func() { // what JavaScript throws
		if e, ok := recover().(error); ok {
			err = e
		}
	}()
	w := &webPort{
		worker:  js.Global().Get("gobraggBoot").Call("worker"),
		answers: make(chan []byte, 4*depth),
	}
	offMessage := w.on("message", w.message)
	offError := w.on("error", func(event js.Value) {
		event.Call("preventDefault")
		w.die(event.Get("message").String())
	})
	w.release = func() { offMessage(); offError() }
	return w, nil
}

// on has f called for events; it returns a function that ends that.
func (w *webPort) on(event string, f func(js.Value)) (off func()) {
	callback := js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		f(arguments[0])
		return nil
	})
	w.worker.Call("addEventListener", event, callback)
	return func() {
		w.worker.Call("removeEventListener", event, callback)
		callback.Release()
	}
}

func (w *webPort) message(event js.Value) {
	data := event.Get("data")
	if data.Type() == js.TypeString {
		w.die(data.String())
		return
	}
	if w.err == nil {
		answer := make([]byte, data.Length())
		js.CopyBytesToGo(answer, data)
		if len(w.answers) == cap(w.answers) {
			<-w.answers // The oldest is one that nobody has waited for.
		}
		w.answers <- answer
	}
}

func (w *webPort) die(text string) {
	if w.err == nil {
		w.err = errors.New(text)
		close(w.answers)
	}
}

func (w *webPort) Send(messages ...[]byte) {
	packed := proto.Pack(messages...)
	b := js.Global().Get("Uint8Array").New(len(packed))
	js.CopyBytesToJS(b, packed)
	w.worker.Call("postMessage", b, js.ValueOf([]any{b.Get("buffer")}))
}

func (w *webPort) Receive() <-chan []byte { return w.answers }

func (w *webPort) Err() error { return w.err }

func (w *webPort) Close() {
	w.worker.Call("terminate")
	w.release()
}
