package page

import "strconv"

// search shows the fields that match a query, all of them for an empty one.
func (f *form) search(query string) {
	box := byID("form")
	found := 0
	for _, x := range f.order {
		match := x.Match(query)
		x.box.Set("hidden", !match)
		if match {
			found++
			if query != "" {
				x.box.unfold()
			}
		}
	}
	for _, d := range box.all("details") {
		_, some := d.find(".field:not([hidden])")
		d.Set("hidden", !some)
		if query == "" && d.matches(".more") {
			d.Set("open", false)
		}
	}
	text := ""
	switch {
	case query == "":
	case found == 0:
		text = "No option has these words."
	case found == 1:
		text = "1 option"
	default:
		text = strconv.Itoa(found) + " options"
	}
	byID("found").setText(text)
}
