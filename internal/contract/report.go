package contract

import (
	"fmt"
	"regexp"
	"strings"
)

// plainValue is what a header about limits is known to have as its value.
var plainValue = regexp.MustCompile(`(?i)^([0-9]{1,6}|light|medium|heavy|resource-intensive|qps|daily-limit)$`)

// visible returns the value of a header, or its shape if it is not plain.
func visible(value string) string {
	switch {
	case value == "":
		return "absent"
	case plainValue.MatchString(value):
		return value
	default:
		return shape(value)
	}
}

// Markdown returns the report as a table, to be pasted into an issue. It holds
// statuses, codes and shapes, and no value of the account.
func (r Report) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d claims: %d confirmed, %d refuted, %d could not be told. %d calls, %d messages posted.\n\n",
		len(r.Results), r.Count(IsConfirmed), r.Count(IsRefuted), r.Count(IsUnclear), r.Calls, r.Posted)
	b.WriteString("| Claim | Grade | Expected | Seen | Verdict |\n|---|---|---|---|---|\n")
	for _, result := range r.Results {
		verdict := string(result.Verdict)
		if result.Verdict == IsRefuted {
			verdict = "**" + verdict + "**"
		}
		fmt.Fprintf(&b, "| `%s`: %s | %s | %s | %s | %s |\n", result.Claim.Name, cell(result.Claim.Says),
			result.Claim.Grade, cell(result.Claim.Expected()), cell(result.Seen), verdict)
	}
	b.WriteString("\nIn a form, 9 is any digit, A and a any letter.\n")
	if len(r.Headers) > 0 {
		b.WriteString("\nHeaders about limits:\n\n")
		for _, h := range r.Headers {
			fmt.Fprintf(&b, "- `%s`\n", h)
		}
	}
	return b.String()
}

// cell escapes a text for a cell of a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
