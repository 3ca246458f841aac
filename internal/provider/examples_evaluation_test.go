package provider

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	fwfunction "github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

// exampleValues are what an example says of its variables and locals. What it
// does not say is a text.
type exampleValues struct {
	example   hclExample
	variables map[string]cty.Value
	functions map[string]function.Function
}

func newExampleValues(ctx context.Context, e hclExample, body *hclsyntax.Body) exampleValues {
	v := exampleValues{e, map[string]cty.Value{}, exampleFunctions(ctx, filepath.Dir(e.file))}
	v.variables["path"] = cty.ObjectVal(map[string]cty.Value{"module": cty.StringVal(".")})
	defaults, locals := map[string]cty.Value{}, map[string]cty.Value{}
	for _, block := range body.Blocks {
		switch block.Type {
		case "variable":
			if attribute, ok := block.Body.Attributes["default"]; ok {
				if value, diags := attribute.Expr.Value(nil); !diags.HasErrors() && !value.IsNull() {
					defaults[block.Labels[0]] = value
				}
			}
		case "locals":
			for name, attribute := range block.Body.Attributes {
				if value, diags := attribute.Expr.Value(v.context(nil)); !diags.HasErrors() {
					locals[name] = value
				}
			}
		}
	}
	v.variables["var"], v.variables["local"] = cty.ObjectVal(defaults), cty.ObjectVal(locals)
	return v
}

func (v exampleValues) context(more map[string]cty.Value) *hcl.EvalContext {
	all := maps.Clone(v.variables)
	maps.Copy(all, more)
	return &hcl.EvalContext{Variables: all, Functions: v.functions}
}

// check checks the content of a message, for each of its instances, and says
// how many there were.
func (v exampleValues) check(t *testing.T, block *hclsyntax.Block, message *hclsyntax.Body) (checked int) {
	t.Helper()
	attribute, ok := message.Attributes["content"]
	if !ok {
		t.Errorf("%s:%d: a message without content", v.example.file, block.TypeRange.Start.Line)
		return 0
	}
	at := fmt.Sprintf("%s:%d", v.example.file, attribute.NameRange.Start.Line)
	for _, instance := range v.instances(block.Body) {
		text, diags := v.evaluate(attribute.Expr, instance)
		switch {
		case diags.HasErrors() && v.example.page && strings.Contains(diags.Error(), errNoSuchFile.Error()):
			continue // the page says what is in the file
		case diags.HasErrors():
			t.Errorf("%s: %v", at, diags)
			continue
		case text.IsNull() || !text.IsWhollyKnown() || text.Type() != cty.String:
			t.Errorf("%s: content is not a text that can be known here", at)
			continue
		}
		checked++
		for _, p := range content.Check(text.AsString(), content.Options{Markdown: v.isTrue(message.Attributes["is_markdown_support"], instance)}) {
			t.Errorf("%s: %s: %s", at, p.Severity, p)
		}
	}
	return checked
}

// instances are the values of each and count, one for each instance of a
// block that can be told.
func (v exampleValues) instances(body *hclsyntax.Body) []map[string]cty.Value {
	instance := map[string]cty.Value{"count": cty.ObjectVal(map[string]cty.Value{"index": cty.NumberIntVal(0)})}
	attribute, ok := body.Attributes["for_each"]
	if !ok {
		return []map[string]cty.Value{instance}
	}
	all, diags := v.evaluate(attribute.Expr, nil)
	if diags.HasErrors() || !all.IsWhollyKnown() || !all.CanIterateElements() || all.LengthInt() == 0 {
		return []map[string]cty.Value{instance} // each.value is a text
	}
	var out []map[string]cty.Value
	for it := all.ElementIterator(); it.Next(); {
		key, value := it.Element()
		one := maps.Clone(instance)
		one["each"] = cty.ObjectVal(map[string]cty.Value{"key": key, "value": value})
		out = append(out, one)
	}
	return out
}

// evaluate gives the value of an expression; whatever it refers to and the
// example does not define is a text.
func (v exampleValues) evaluate(expr hclsyntax.Expression, instance map[string]cty.Value) (cty.Value, hcl.Diagnostics) {
	ctx := v.context(instance)
	for _, traversal := range expr.Variables() {
		if value, diags := traversal.TraverseAbs(ctx); diags.HasErrors() || !value.IsWhollyKnown() {
			root := ctx.Variables[traversal.RootName()]
			ctx.Variables[traversal.RootName()] = withText(root, traversal[1:])
		}
	}
	return expr.Value(ctx)
}

// withText is value with a text where steps lead to, or with a JID where they end
// in one.
func withText(value cty.Value, steps hcl.Traversal) cty.Value {
	if len(steps) == 0 {
		return cty.StringVal("text")
	}
	members := map[string]cty.Value{}
	if value != cty.NilVal && value.IsKnown() && !value.IsNull() &&
		(value.Type().IsObjectType() || value.Type().IsMapType()) {
		maps.Copy(members, value.AsValueMap())
	}
	var name string
	switch step := steps[0].(type) {
	case hcl.TraverseAttr:
		name = step.Name
	case hcl.TraverseIndex:
		if step.Key.Type() != cty.String {
			return cty.TupleVal([]cty.Value{withText(cty.NilVal, steps[1:])})
		}
		name = step.Key.AsString()
	default:
		return cty.StringVal("text")
	}
	members[name] = withText(members[name], steps[1:])
	if name == "jid" && len(steps) == 1 {
		members[name] = cty.StringVal("text@xmpp.zoom.us")
	}
	return cty.ObjectVal(members)
}

func (v exampleValues) isTrue(attribute *hclsyntax.Attribute, instance map[string]cty.Value) bool {
	if attribute == nil {
		return false
	}
	value, diags := v.evaluate(attribute.Expr, instance)
	return !diags.HasErrors() && value.Type() == cty.Bool && value.IsKnown() && value.True()
}

var errNoSuchFile = errors.New("there is no such file beside the example")

// exampleFunctions are Terraform's functions that examples use in messages,
// and the provider's own.
func exampleFunctions(ctx context.Context, dir string) map[string]function.Function {
	functions := map[string]function.Function{
		"concat":     stdlib.ConcatFunc,
		"format":     stdlib.FormatFunc,
		"formatdate": stdlib.FormatDateFunc,
		"join":       stdlib.JoinFunc,
		"jsondecode": stdlib.JSONDecodeFunc,
		"jsonencode": stdlib.JSONEncodeFunc,
		"keys":       stdlib.KeysFunc,
		"length":     stdlib.LengthFunc,
		"lower":      stdlib.LowerFunc,
		"merge":      stdlib.MergeFunc,
		"trimspace":  stdlib.TrimSpaceFunc,
		"upper":      stdlib.UpperFunc,
		"values":     stdlib.ValuesFunc,
		"toset": stdlib.MakeToFunc(
			cty.Set(cty.DynamicPseudoType),
		),
		"tomap":     stdlib.MakeToFunc(cty.Map(cty.DynamicPseudoType)),
		"timestamp": textFunctionOf(nil, func([]string) (string, error) { return "2026-01-31T12:00:00Z", nil }),
	}
	read := func(name string) (string, error) {
		text, err := os.ReadFile(filepath.Join(repositoryDir, dir, filepath.FromSlash(name)))
		if errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("%s: %w", name, errNoSuchFile)
		}
		return string(text), err
	}
	functions["file"] = textFunctionOf(
		[]string{"path"},
		func(arguments []string) (string, error) { return read(arguments[0]) },
	)
	functions["templatefile"] = templateFunction(read, functions)
	for _, constructor := range (&zoomProvider{}).Functions(ctx) {
		f := constructor()
		var metadata fwfunction.MetadataResponse
		var definition fwfunction.DefinitionResponse
		f.Metadata(ctx, fwfunction.MetadataRequest{}, &metadata)
		f.Definition(ctx, fwfunction.DefinitionRequest{}, &definition)
		var names []string
		for _, p := range definition.Definition.Parameters {
			names = append(names, p.GetName())
		}
		functions["provider::zoom::"+metadata.Name] = textFunctionOf(names, func(arguments []string) (string, error) {
			result, err := callFunction(ctx, f, arguments...)
			if err != nil {
				return "", err
			}
			return result.ValueString(), nil
		})
	}
	return functions
}

// textFunctionOf is a function from texts to a text.
func textFunctionOf(parameters []string, text func([]string) (string, error)) function.Function {
	spec := function.Spec{Type: function.StaticReturnType(cty.String)}
	for _, name := range parameters {
		spec.Params = append(spec.Params, function.Parameter{Name: name, Type: cty.String})
	}
	spec.Impl = func(arguments []cty.Value, _ cty.Type) (cty.Value, error) {
		var texts []string
		for _, a := range arguments {
			texts = append(texts, a.AsString())
		}
		result, err := text(texts)
		return cty.StringVal(result), err
	}
	return function.New(&spec)
}

func templateFunction(read func(string) (string, error), functions map[string]function.Function) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String}, {Name: "vars", Type: cty.DynamicPseudoType}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(arguments []cty.Value, _ cty.Type) (cty.Value, error) {
			name := arguments[0].AsString()
			text, err := read(name)
			if err != nil {
				return cty.DynamicVal, err
			}
			expr, diags := hclsyntax.ParseTemplate([]byte(text), name, hcl.InitialPos)
			if diags.HasErrors() {
				return cty.DynamicVal, diags
			}
			value, diags := expr.Value(&hcl.EvalContext{Variables: arguments[1].AsValueMap(), Functions: functions})
			if diags.HasErrors() {
				return cty.DynamicVal, diags
			}
			return value, nil
		},
	})
}
