package emulator

import (
	"fmt"
	"math/rand/v2"
)

// usualID returns the n-th message ID, in one of the shapes that were seen at
// Zoom, in turn. The same seed and number make the same ID.
func usualID(seed uint64, n int) string {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	switch n % 4 {
	case 1:
		return fmt.Sprintf("201906182%08d_%s_aw1", r.IntN(1e8), letters(r, 7))
	case 2:
		return uuid(r)
	case 3:
		return "{" + uuid(r) + "}"
	default:
		return "201910" + letters(r, 11) + "_main"
	}
}

// nastyID returns an ID most of whose characters have to be escaped in a path.
// No such ID was seen at Zoom, but nothing forbids one.
func nastyID(seed uint64, n int) string {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	return fmt.Sprintf("{%s+a/b= c%%2Fd?e#f&g;%d}", letters(r, 6), n)
}

func uuid(r *rand.Rand) string {
	a, b := r.Uint64(), r.Uint64()
	return fmt.Sprintf("%08X-%04X-4%03X-A%03X-%012X", a>>32, a>>16&0xffff, a&0xfff, b>>48&0xfff, b&0xffffffffffff)
}

func letters(r *rand.Rand, n int) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(b)
}
