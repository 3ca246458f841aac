// Package emulator is an in-memory Zoom with the same HTTP, for tests, demo
// and preview. It can be told to fail.
package emulator
