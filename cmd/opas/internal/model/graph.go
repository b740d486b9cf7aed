package model

import "slices"

// graph is a directed graph over the numbers 0 to len(g)-1: g[i] are the ends
// of the edges that leave i, in the order of the file. Two edges may be equal.
type graph [][]int

// layers returns for each node the number of edges on the longest way to it,
// so that every edge leads to a higher layer. Nodes on a cycle and behind one
// have no longest way: they are stuck, and get the layer after all others.
func (g graph) layers() (layer []int, stuck []bool) {
	layer = make([]int, len(g))
	stuck = make([]bool, len(g))
	waiting := make([]int, len(g))
	for _, next := range g {
		for _, n := range next {
			waiting[n]++
		}
	}
	var ready []int
	for i, n := range waiting {
		if n == 0 {
			ready = append(ready, i)
		}
	}
	last := -1
	for len(ready) > 0 {
		i := ready[0]
		ready = ready[1:]
		last = max(last, layer[i])
		for _, n := range g[i] {
			layer[n] = max(layer[n], layer[i]+1)
			if waiting[n]--; waiting[n] == 0 {
				ready = append(ready, n)
			}
		}
	}
	for i := range layer {
		if waiting[i] > 0 {
			layer[i], stuck[i] = last+1, true
		}
	}
	return layer, stuck
}

// mostCycles is how many cycles are looked for; more show when these are gone.
const mostCycles = 20

// cycles returns cycles such that every node that lies on any cycle lies on one
// of them, or mostCycles of them; none if there is no cycle. Each is the shortest
// through its first node, which is not repeated at the end.
func (g graph) cycles() [][]int {
	var found [][]int
	circling := g.circling()
	named := make([]bool, len(g))
	for start := range g {
		if named[start] || !circling[start] || len(found) == mostCycles {
			continue
		}
		c := g.cycleThrough(start)
		for _, n := range c {
			named[n] = true
		}
		found = append(found, c)
	}
	return found
}

// circling tells for each node whether it lies on a cycle: whether its strongly
// connected component has other nodes or it leads to itself. Tarjan, Depth-first
// search and linear graph algorithms, 1972.
func (g graph) circling() []bool {
	circling := make([]bool, len(g))
	index := make([]int, len(g)) // in the order of visits from 1; 0: not visited
	low := make([]int, len(g))
	open := make([]bool, len(g))
	var stack []int
	visits := 0
	var visit func(i int)
	visit = func(i int) {
		visits++
		index[i], low[i], open[i] = visits, visits, true
		stack = append(stack, i)
		for _, n := range g[i] {
			if index[n] == 0 {
				visit(n)
				low[i] = min(low[i], low[n])
			} else if open[n] {
				low[i] = min(low[i], index[n])
			}
		}
		if low[i] != index[i] {
			return
		}
		at := len(stack) - 1
		for stack[at] != i {
			at--
		}
		for _, n := range stack[at:] {
			open[n] = false
			circling[n] = len(stack)-at > 1 || slices.Contains(g[n], n)
		}
		stack = stack[:at]
	}
	for i := range g {
		if index[i] == 0 {
			visit(i)
		}
	}
	return circling
}

// cycleThrough returns the shortest cycle through start, or nil.
func (g graph) cycleThrough(start int) []int {
	from := map[int]int{}
	queue := []int{start}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		for _, n := range g[i] {
			if n == start {
				cycle := []int{i}
				for i != start {
					i = from[i]
					cycle = append(cycle, i)
				}
				slices.Reverse(cycle)
				return cycle
			}
			if _, seen := from[n]; !seen {
				from[n] = i
				queue = append(queue, n)
			}
		}
	}
	return nil
}

// reach tells for each node whether a way leads to it from one of the starts,
// which reach themselves.
func (g graph) reach(starts ...int) []bool {
	reached := make([]bool, len(g))
	queue := slices.Clone(starts)
	for _, i := range queue {
		reached[i] = true
	}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		for _, n := range g[i] {
			if !reached[n] {
				reached[n] = true
				queue = append(queue, n)
			}
		}
	}
	return reached
}
