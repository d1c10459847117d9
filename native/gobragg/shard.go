package main

import (
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"gobragg/core/config"
)

// shard is the share of a series that one run renders: frames k, k + n, k + 2n …, so
// that runs of a series whose frames grow slower still end together.
type shard struct{ k, n int }

// findShard returns the share that -shard K/N names, or else the one of this task of a
// SLURM array job, or all.
func findShard(asked string, getenv func(string) string) (shard, error) {
	if asked != "" {
		k, n, ok := strings.Cut(asked, "/")
		s := shard{}
		var errK, errN error
		s.k, errK = strconv.Atoi(k)
		s.n, errN = strconv.Atoi(n)
		if !ok || errK != nil || errN != nil || s.k < 1 || s.k > s.n {
			return s, &config.UsageError{Option: "-shard", Text: fmt.Sprintf("%q is not a share: want K/N, the K-th of N, for example 3/8", asked)}
		}
		return s, nil
	}
	id := getenv("SLURM_ARRAY_TASK_ID")
	if id == "" {
		return shard{1, 1}, nil
	}
	// Tasks may be numbered from any number in any step: --array=0-7, 1-8, 0-70:10.
	number := func(name, otherwise string) (int, error) {
		text := getenv(name)
		if text == "" {
			text = otherwise
		}
		x, err := strconv.Atoi(text)
		if err != nil {
			return 0, &config.UsageError{Option: name, Text: fmt.Sprintf("%q is not a whole number; -shard K/N says which frames to render", text)}
		}
		return x, nil
	}
	var v [4]int
	for i, variable := range [4][2]string{
		{"SLURM_ARRAY_TASK_ID", ""}, {"SLURM_ARRAY_TASK_COUNT", ""}, {"SLURM_ARRAY_TASK_MIN", "0"}, {"SLURM_ARRAY_TASK_STEP", "1"},
	} {
		var err error
		if v[i], err = number(variable[0], variable[1]); err != nil {
			return shard{}, err
		}
	}
	task, count, first, step := v[0], v[1], v[2], max(1, v[3])
	s := shard{(task-first)/step + 1, count}
	if (task-first)%step != 0 || s.k < 1 || s.k > s.n {
		return s, &config.UsageError{Option: "SLURM_ARRAY_TASK_ID", Text: fmt.Sprintf("task %d of %d tasks from %d in steps of %d is not one of a range: give -shard K/N", task, count, first, step)}
	}
	return s, nil
}

// frames yields the numbers of the share's frames, of frames 1 to total.
func (s shard) frames(total int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for n := s.k; n <= total; n += s.n {
			if !yield(n) {
				return
			}
		}
	}
}

// size returns how many those are.
func (s shard) size(total int) int { return (total - s.k + s.n) / s.n }

// workshop makes a folder, inside folder, for files that are not finished, and
// returns a function that removes it. What a killed run of the same share left there
// goes first.
func (s shard) workshop(folder string) (name string, clean func(), err error) {
	name = filepath.Join(folder, fmt.Sprintf(".gobragg-shard-%d-of-%d", s.k, s.n))
	if err = os.RemoveAll(name); err == nil {
		err = os.Mkdir(name, 0o777)
	}
	if err != nil {
		return "", nil, cannotWrite(name, err)
	}
	return name, func() { os.RemoveAll(name) }, nil
}
