package symmetry

// unusual lists settings outside International Tables' list that files have: other
// origins, and cells larger than need be.
const unusual = `
1 | A 1 | A 1
1 | B 1 | B 1
1 | C 1 | C 1
1 | F 1 | F 1
1 | I 1 | I 1
2 | A -1 | -A 1
2 | B -1 | -B 1
2 | C -1 | -C 1
2 | F -1 | -F 1
2 | I -1 | -I 1
4 | B 1 21 1 | B 2yb
5 | I 1 21 1 | I 2yb
5 | C 1 21 1 | C 2yb
5 | A 1 21 1 | A 2yb
5 | F 1 2 1 | F 2y
3 | C 1 1 2 | C 2
4 | C 1 1 21 | C 2c
12 | F 1 2/m 1 | -F 2y
18 | P 21 21 2 (a) | P 2ab 2a
20 | C 2 2 21 (a) | C 2ac 2
21 | C 2 2 2 (a) | C 2ab 2b
22 | F 2 2 2 (a) | F 2 2c
23 | I 2 2 2 (a) | I 2ab 2bc
64 | A b a m | -A 2 2ab
89 | C 4 2 2 | C 4 2
90 | C 4 2 21 | C 4a 2
94 | P 42 21 2 (a) | P 4bc 2a
97 | F 4 2 2 | F 4 2
115 | C -4 2 m | C -4 2
117 | C -4 2 b | C -4 2ya
139 | F 4/m m m | -F 4 2
197 | I 2 3 (a) | I 2ab 2bc 3
`
