package preview

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
)

const usage = `Usage: terraform-provider-zoom preview [-format FORMAT] [-out FILE] [PLAN.json]

Shows what a saved plan does to chatbot messages. Without a file, or with "-", it
reads the standard input:

  terraform plan -out plan.tfplan
  terraform show -json plan.tfplan | terraform-provider-zoom preview >preview.html

`

// Run is the command: it reads a plan and writes a preview. The error is flag.ErrHelp
// if it has printed its usage.
func Run(args []string, stdin io.Reader, stdout io.Writer) (err error) {
	flags := flag.NewFlagSet("preview", flag.ContinueOnError)
	flags.SetOutput(stdout)
	flags.Usage = func() {
		_, _ = io.WriteString(stdout, usage)
		flags.PrintDefaults()
	}
	format := flags.String("format", "html", "what to write: html (one page), markdown (a comment) or terminal")
	out := flags.String("out", "", "file to write to instead of the standard output")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *format != "html" && *format != "markdown" && *format != "terminal" {
		return fmt.Errorf("there is no format %q: use html, markdown or terminal", *format)
	}
	if flags.NArg() > 1 {
		return errors.New("there is more than one file: pass one plan, after the flags")
	}
	if name := flags.Arg(0); name != "" && name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }()
		stdin = file
	}
	p, err := Read(stdin)
	if err != nil {
		return err
	}
	// The file is only written once there is something to write.
	if *out != "" {
		file, err := os.Create(*out)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		stdout = file
	}
	return p.write(stdout, *format)
}

func (p *Preview) write(w io.Writer, format string) error {
	switch format {
	case "markdown":
		return p.WriteMarkdown(w)
	case "terminal":
		width, err := strconv.Atoi(os.Getenv("COLUMNS"))
		if err != nil || width < 40 {
			width = 80
		}
		return p.WriteTerminal(w, width, isTerminal(w) && os.Getenv("NO_COLOR") == "")
	default:
		return p.WriteHTML(w)
	}
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
