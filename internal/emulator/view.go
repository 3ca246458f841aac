package emulator

import "net/http"

func (e *Emulator) serveView(w http.ResponseWriter) {}
