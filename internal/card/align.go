package card

import "slices"

// align returns the longest common subsequence of two lists, as pairs of their
// indexes. Of lists that are too long only what they begin and end with is
// aligned.
func align(before, after []string) [][2]int {
	var head, tail [][2]int
	i, j := len(before), len(after)
	for k := 0; k < i && k < j && before[k] == after[k]; k++ {
		head = append(head, [2]int{k, k})
	}
	n := len(head)
	for i > n && j > n && before[i-1] == after[j-1] {
		i, j = i-1, j-1
		tail = append(tail, [2]int{i, j})
	}
	slices.Reverse(tail)
	middle := lcs(before[n:i], after[n:j])
	for k := range middle {
		middle[k][0] += n
		middle[k][1] += n
	}
	return slices.Concat(head, middle, tail)
}

func lcs(before, after []string) [][2]int {
	const most = 1 << 20 // cells
	if len(before) == 0 || len(after) == 0 || len(before)*len(after) > most {
		return nil
	}
	width := len(after) + 1
	length := make([]int, (len(before)+1)*width)
	for i := len(before) - 1; i >= 0; i-- {
		for j := len(after) - 1; j >= 0; j-- {
			if before[i] == after[j] {
				length[i*width+j] = length[(i+1)*width+j+1] + 1
			} else {
				length[i*width+j] = max(length[(i+1)*width+j], length[i*width+j+1])
			}
		}
	}
	var pairs [][2]int
	for i, j := 0, 0; i < len(before) && j < len(after); {
		switch {
		case before[i] == after[j]:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case length[(i+1)*width+j] >= length[i*width+j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}
