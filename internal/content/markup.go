package content

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// foreignMarkdown warns about the markdown of other programs. Zoom's guide has
// one table row with **bold**, but its prose, the App Card Builder and bots in
// use say *bold*; [label](url) is nowhere.
func (c *checker) foreignMarkdown(v *value, s string) {
	plain := withoutCode(s)
	if start, end := findBold(plain); end > 0 {
		c.report(Warning, v, fmt.Sprintf("Zoom does not know %s as bold", quote(s[start:end])),
			fmt.Sprintf("Write %s, with single asterisks.", inline(s[start+1:end-1])))
	}
	if start, middle, end := findLink(plain); end > 0 {
		c.report(Warning, v, fmt.Sprintf("Zoom does not know %s as a link", quote(s[start:end])),
			fmt.Sprintf("Write <%s|%s>.", inline(s[middle+2:end-1]), inline(s[start+1:middle])))
	}
}

// withoutCode blanks out what stands between backticks, where nothing is
// formatted. Offsets stay as they are.
func withoutCode(s string) string {
	if strings.Count(s, "`") < 2 {
		return s
	}
	parts := strings.Split(s, "`")
	for i := 1; i < len(parts)-1; i += 2 {
		parts[i] = strings.Repeat("x", len(parts[i]))
	}
	return strings.Join(parts, "`")
}

// findBold finds the first **bold**. Powers (2**3) and rows of asterisks are
// something else. An end of 0 means that there is none.
func findBold(s string) (start, end int) {
	for i := 0; ; {
		open := strings.Index(s[i:], "**")
		if open < 0 {
			return 0, 0
		}
		open += i
		length := strings.Index(s[open+2:], "**")
		if length < 0 {
			return 0, 0
		}
		end := open + 2 + length + 2
		inner := s[open+2 : end-2]
		before, _ := utf8.DecodeLastRuneInString(s[:open])
		after, _ := utf8.DecodeRuneInString(s[end:])
		if inner != "" && inner == strings.Trim(inner, " *") && !strings.Contains(inner, "\n") && !isWord(before) && !isWord(after) && after != '*' {
			return open, end
		}
		i = open + 2
	}
}

func isWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '*')
}

// findLink finds the first [label](url): where it starts, where "](" stands and
// where it ends. An end of 0 means that there is none.
func findLink(s string) (start, middle, end int) {
	for i := 0; ; {
		middle := strings.Index(s[i:], "](")
		if middle < 0 {
			return 0, 0, 0
		}
		middle += i
		start := strings.LastIndexByte(s[i:middle], '[')
		if start >= 0 && isLinked(s[middle+2:]) {
			// A space, a line end or another bracket ends the search too.
			label := s[i+start+1 : middle]
			if length := strings.IndexAny(s[middle+2:], ") \t\n["); length > 0 && s[middle+2+length] == ')' && !strings.Contains(label, "\n") {
				return i + start, middle, middle + 2 + length + 1
			}
		}
		i = middle + 2
	}
}

func isLinked(s string) bool {
	for _, prefix := range []string{"https://", "http://", "mailto:", "www."} {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}
