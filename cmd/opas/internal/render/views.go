package render

// views says how the pages of each kind are shown. The view "" is the
// definition's own page; the others are named by model.Page.View.
var views = map[viewKey]view{}
