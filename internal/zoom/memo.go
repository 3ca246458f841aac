package zoom

import (
	"context"
	"errors"
	"sync"
)

// memo remembers what was looked up. Of many callers that ask for the same key,
// one looks it up and the others wait. The zero value is empty.
type memo[T any] struct {
	mu      sync.Mutex
	entries map[string]*memoEntry[T]
}

type memoEntry[T any] struct {
	done  chan struct{} // closed when value and err are there
	value T
	err   error
}

// get returns the value of a key. A refusal is remembered as a value is; what may
// pass is asked again by the next caller. A caller that waits does not share the
// end of another's context.
func (m *memo[T]) get(ctx context.Context, key string, look func(context.Context) (T, error)) (T, error) {
	for {
		entry, mine := m.entry(key)
		if mine {
			entry.value, entry.err = look(ctx)
			if entry.err != nil && !isLasting(entry.err) {
				m.forget(key)
			}
			close(entry.done)
			return entry.value, entry.err
		}
		select {
		case <-entry.done:
		case <-ctx.Done():
			return entry.zero(), ended(ctx.Err())
		}
		if !isCutOff(entry.err) || ctx.Err() != nil {
			return entry.value, entry.err
		}
	}
}

// entry returns the entry of a key, and whether the caller has to look it up.
func (m *memo[T]) entry(key string) (entry *memoEntry[T], mine bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if entry, ok := m.entries[key]; ok {
		return entry, false
	}
	if m.entries == nil {
		m.entries = map[string]*memoEntry[T]{}
	}
	entry = &memoEntry[T]{done: make(chan struct{})}
	m.entries[key] = entry
	return entry, true
}

func (m *memo[T]) forget(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.entries, key)
}

func (*memoEntry[T]) zero() (zero T) { return zero }

// isLasting reports whether the same call would fail in the same way again: what
// may pass was repeated until the context ended, and the token is not the memo's
// to remember.
func isLasting(err error) bool {
	var e *CallError
	return errors.As(err, &e) && !e.Token && (e.Reason == ErrorAnswer || e.Reason == UnusableAnswer)
}

// isCutOff reports whether a call failed because its context ended.
func isCutOff(err error) bool {
	var e *CallError
	return errors.As(err, &e) && (e.Reason == TimedOut || e.Reason == Interrupted)
}
