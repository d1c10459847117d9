// Opens what dense.Pack packs. ../dense.go describes the whole, ../short.go and
// ../macros.go the short form of code, ../lzma.go the coder of the streams. What is
// damaged traps, at the latest where memory ends.

typedef unsigned char byte;
typedef unsigned short probability;
typedef unsigned u32;
typedef long long i64;

#define EXPORT(name) __attribute__((export_name(#name)))
#define PAGE 65536u

extern byte __heap_base;

static u32 free_at; // the first free byte of memory

static byte *take(u32 n) {
	if (free_at == 0)
		free_at = (u32)&__heap_base;
	u32 at = free_at, have = (u32)__builtin_wasm_memory_size(0) * PAGE;
	free_at += (n + 15) & ~15u;
	if (free_at < at || (free_at > have && __builtin_wasm_memory_grow(0, (free_at - have + PAGE - 1) / PAGE) == (u32)-1))
		__builtin_trap();
	return (byte *)at;
}

EXPORT(room) byte *room(u32 n) { return take(n); }

// ---- a stream in LZMA

enum { STATES = 12, POSITIONS = 16, FIRST_FREE = 14, ALIGN_BITS = 4, SHORTEST = 2 };

struct lengths {
	probability beyond[2], low[POSITIONS][8], middle[POSITIONS][8], high[256];
};

static struct {
	probability is_match[STATES][POSITIONS], is_again[STATES], not0[STATES], not1[STATES], not2[STATES], is_long[STATES][POSITIONS];
	struct lengths fresh, again;
	probability slots[4][64], near[128], align[1 << ALIGN_BITS], literals[0x300 << 8];
} model;

static const byte *from;
static u32 width, code;

static inline void widen(void) {
	if (width < 1u << 24) {
		width <<= 8;
		code = code << 8 | *from++;
	}
}

// bit takes one decision. It has no branch for it, which a processor could not foresee:
// all is −1 for a 1, and the probability moves by ⌊(2048 − p) / 32⌋ or ⌊(31 − p) / 32⌋.
static inline u32 bit(probability *p) {
	u32 t = *p, part = (width >> 11) * t;
	u32 b = code >= part, all = -b;
	width = ((width - part) & all) | (part & ~all);
	code -= part & all;
	*p = t + ((int)((31 & all) + (2048 & ~all) - t) >> 5);
	widen();
	return b;
}

static inline u32 tree(probability *t, int n) {
	u32 node = 1;
	for (int i = 0; i < n; i++)
		node = node << 1 | bit(&t[node]);
	return node - (1u << n);
}

static inline u32 reverse(probability *t, int n) {
	u32 node = 1, v = 0;
	for (int i = 0; i < n; i++) {
		u32 b = bit(&t[node]);
		node = node << 1 | b;
		v |= b << i;
	}
	return v;
}

static u32 length(struct lengths *l, u32 position) {
	if (!bit(&l->beyond[0]))
		return SHORTEST + tree(l->low[position], 3);
	if (!bit(&l->beyond[1]))
		return SHORTEST + 8 + tree(l->middle[position], 3);
	return SHORTEST + 16 + tree(l->high, 8);
}

static u32 distance(u32 n) {
	u32 slot = tree(model.slots[n - SHORTEST < 3 ? n - SHORTEST : 3], 6);
	if (slot < 4)
		return 1 + slot;
	int open = (slot >> 1) - 1;
	u32 first = (2 | (slot & 1)) << open;
	if (slot < FIRST_FREE)
		return 1 + first + reverse(model.near + first - slot, open);
	u32 v = 0;
	for (int i = ALIGN_BITS; i < open; i++) {
		width >>= 1;
		u32 b = code >= width;
		code -= width & -b;
		v = v << 1 | b;
		widen();
	}
	return 1 + first + (v << ALIGN_BITS) + reverse(model.align, ALIGN_BITS);
}

// unpack writes the size bytes that the stream at s holds; the properties are those of
// ../dense.go.
static void unpack(const byte *s, byte *out, u32 size, int literal, int place, int position_bits) {
	probability *all = (probability *)&model;
	for (u32 i = 0; i < sizeof model / sizeof *all; i++)
		all[i] = 1024;
	from = s + 5; // a zero and four bytes
	width = -1;
	code = (u32)s[1] << 24 | (u32)s[2] << 16 | (u32)s[3] << 8 | s[4];
	u32 state = 0, d[4] = {1, 1, 1, 1}, places = (1u << place) - 1, positions = (1u << position_bits) - 1;
	for (u32 at = 0; at < size;) {
		u32 position = at & positions, n;
		if (!bit(&model.is_match[state][position])) {
			u32 before = at ? out[at - 1] : 0, node = 1;
			probability *t = model.literals + 0x300 * ((at & places) << literal | before >> (8 - literal));
			if (state >= 7) {
				u32 match = out[at - d[0]], agree = 0x100;
				while (node < 0x100) {
					match <<= 1;
					u32 would = match & agree;
					u32 b = bit(&t[agree + would + node]);
					node = node << 1 | b;
					agree &= b ? match : ~match;
				}
			} else {
				while (node < 0x100)
					node = node << 1 | bit(&t[node]);
			}
			out[at++] = (byte)node;
			state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
			continue;
		}
		u32 late = state >= 7 ? 3 : 0;
		if (!bit(&model.is_again[state])) {
			n = length(&model.fresh, position);
			d[3] = d[2], d[2] = d[1], d[1] = d[0];
			d[0] = distance(n);
			state = 7 + late;
		} else if (!bit(&model.not0[state])) {
			if (!bit(&model.is_long[state][position])) {
				n = 1;
				state = late ? 11 : 9;
			} else {
				n = length(&model.again, position);
				state = 8 + late;
			}
		} else {
			u32 i = 1;
			if (bit(&model.not1[state]))
				i = 2 + bit(&model.not2[state]);
			u32 kept = d[i];
			for (; i > 0; i--)
				d[i] = d[i - 1];
			d[0] = kept;
			n = length(&model.again, position);
			state = 8 + late;
		}
		if (d[0] > at || n > size - at)
			__builtin_trap();
		for (u32 end = at + n, b = at - d[0]; at < end;)
			out[at++] = out[b++];
	}
}

// ---- the short form of code

enum {
	BLOCK = 0x02, IF = 0x04, END = 0x0b, BR = 0x0c, BR_IF = 0x0d, BR_TABLE = 0x0e, CALL = 0x10, CALL_INDIRECT = 0x11,
	LOCAL_GET = 0x20, GLOBAL_SET = 0x24, LOAD = 0x28, STORE = 0x3e, MEMORY_SIZE = 0x3f, MEMORY_GROW = 0x40,
	I32_CONST = 0x41, I64_CONST = 0x42, F32_CONST = 0x43, F64_CONST = 0x44, PREFIX = 0xfc,
	TABLE = 0xd0, JUMP, NEXT, INNER, RETURN, BLOCKS, MACRO,
	VOID = 0x40, HOLE = 0xff,
};

#define MOST_LEVELS (1 << 16)

static const byte natural[] = {2, 3, 2, 3, 0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 2, 3, 2, 3, 0, 1, 0, 1, 2};

static const byte *text;              // the short form, from where it is not read yet
static const byte *macro, *macro_end; // what is left of a macro
static const byte *macros[256];
static byte *to; // where instructions are written

// number is where a number stands: behind the code of a macro that has a hole for it.
static const byte **number(void) {
	if (macro == macro_end)
		return &text;
	if (*macro != HOLE)
		return &macro;
	macro++;
	return &text;
}

static byte next(void) { return macro == macro_end ? *text++ : *macro++; }

static u32 unsigned_number(const byte **at) {
	u32 v = 0;
	for (int shift = 0;; shift += 7) {
		byte c = *(*at)++;
		v |= (u32)(c & 0x7f) << shift;
		if (c < 0x80)
			return v;
	}
}

// small_number is of either sign.
static int small_number(const byte **at) {
	u32 v = unsigned_number(at);
	return (int)(v >> 1) ^ -(int)(v & 1);
}

static void put_unsigned(u32 v) {
	for (; v > 0x7f; v >>= 7)
		*to++ = (byte)v | 0x80;
	*to++ = (byte)v;
}

static void put_signed(i64 v) {
	for (; v < -0x40 || v > 0x3f; v >>= 7)
		*to++ = (byte)v | 0x80;
	*to++ = (byte)v & 0x7f;
}

static void copy_number(void) {
	const byte **at = number();
	byte c;
	do
		*to++ = c = *(*at)++;
	while (c > 0x7f);
}

static void copy(u32 n) {
	while (n-- > 0)
		*to++ = next();
}

static byte levels[MOST_LEVELS];
static u32 starts[MOST_LEVELS], start_count;

static u32 start(int block) { return block < 0 || (u32)block >= start_count ? 0 : starts[block]; }

static void put_table(void) {
	const byte **at = number();
	u32 total = 0;
	start_count = 0;
	for (byte n; (n = *(*at)++) > 0; total += n) {
		if (start_count == MOST_LEVELS - 1)
			__builtin_trap();
		starts[start_count++] = total;
	}
	starts[start_count++] = total;
	*to++ = BR_TABLE;
	put_unsigned(total - 1);
	for (u32 block = 0; block + 1 < start_count; block++)
		for (u32 pc = starts[block]; pc < starts[block + 1]; pc++)
			put_unsigned(block);
}

static void put_return(u32 unit, u32 pc) {
	*to++ = I64_CONST;
	put_signed((i64)unit << 16 | pc);
}

// expand writes the instructions of a function that has this number in return addresses.
static void expand(u32 unit) {
	u32 level = 0, calls = 0;
	int block = -1;
	start_count = 0;
	for (;;) {
		u32 op = next();
		u32 first = start(block < 0 ? 0 : block), behind = start((block < 0 ? 0 : block) + 1);
		if (op >= MACRO && op != PREFIX) {
			if (macro != macro_end)
				__builtin_trap();
			macro = macros[op - MACRO];
			macro_end = macro + 1 + *macro;
			macro++;
			continue;
		}
		switch (op) {
		case BLOCKS:
			for (u32 n = unsigned_number(number()); n > 0; n--) {
				*to++ = BLOCK;
				*to++ = VOID;
				if (level == MOST_LEVELS)
					__builtin_trap();
				levels[level++] = BLOCK;
			}
			continue;
		case TABLE:
			put_table();
			continue;
		case JUMP:
			*to++ = I32_CONST;
			put_signed(start(block + small_number(number())));
			continue;
		case NEXT:
			put_return(unit, behind);
			calls++;
			continue;
		case INNER:
			put_return(unit, first + 2 * calls++ + ((behind - first) & 1));
			continue;
		case RETURN:
			put_return(unit, small_number(number()));
			calls++;
			continue;
		}
		*to++ = (byte)op;
		switch (op) {
		case BLOCK ... IF:
			copy(1);
			if (level == MOST_LEVELS)
				__builtin_trap();
			levels[level++] = (byte)op;
			break;
		case END:
			if (level == 0)
				return;
			if (levels[--level] == BLOCK) {
				block++;
				calls = 0;
			}
			break;
		case BR:
		case BR_IF:
			put_unsigned(level - unsigned_number(number()));
			break;
		case LOAD ... STORE:
			*to++ = natural[op - LOAD];
			copy_number();
			break;
		case BR_TABLE: {
			const byte *at = text;
			u32 n = unsigned_number(&at) + 2;
			while (n-- > 0)
				copy_number();
			break;
		}
		case CALL_INDIRECT:
			copy_number();
			copy_number();
			break;
		case CALL:
		case LOCAL_GET ... GLOBAL_SET:
		case I32_CONST:
		case I64_CONST:
			copy_number();
			break;
		case MEMORY_SIZE:
		case MEMORY_GROW:
			copy(1);
			break;
		case F32_CONST:
			copy(4);
			break;
		case F64_CONST:
			copy(8);
			break;
		case PREFIX: {
			u32 sub = *text;
			copy_number();
			copy(sub == 10 ? 2 : sub == 11 ? 1 : 0);
			break;
		}
		}
	}
}

// put_functions writes the content of the section of code.
static void put_functions(void) {
	u32 n = *text++;
	for (u32 i = 0; i < n; i++) {
		macros[i] = text;
		text += 1 + *text;
	}
	u32 unit = unsigned_number(&text), count = unsigned_number(&text);
	put_unsigned(count);
	for (u32 i = 0; i < count; i++) {
		// The size comes first, in as few bytes as it needs.
		enum { MOST = 5 };
		byte *size_at = to, *body = to += MOST;
		const byte *locals = text;
		for (u32 groups = unsigned_number(&text); groups > 0; groups--) {
			unsigned_number(&text);
			text++;
		}
		while (locals < text)
			*to++ = *locals++;
		expand(unit + i);
		u32 size = to - body;
		to = size_at;
		put_unsigned(size);
		__builtin_memmove(to, body, size);
		to += size;
	}
}

static u32 load(const byte *p) { return p[0] | (u32)p[1] << 8 | (u32)p[2] << 16 | (u32)p[3] << 24; }

static void store(byte *p, u32 v) {
	for (int i = 0; i < 4; i++, v >>= 8)
		p[i] = (byte)v;
}

static u32 field(const byte *p, int i) { return load(p + 4 * i); }

// add_up makes the columns of ../columns.go from the differences of their numbers.
static void add_up(byte *data) {
	for (u32 n = unsigned_number(&text); n > 0; n--) {
		byte *at = data + unsigned_number(&text);
		u32 stride = unsigned_number(&text), count = unsigned_number(&text);
		for (; count > 1; count--, at += stride)
			store(at + stride, load(at + stride) + load(at));
	}
}

EXPORT(open) byte *open(const byte *packed) {
	u32 size = field(packed, 0), head = field(packed, 1), content = field(packed, 2), form = field(packed, 3), stream = field(packed, 4),
		padding = field(packed, 5);
	byte *module = take(size + 16), *others = take(size + 16), *code_form = take(form + 16);
	const byte *streams = packed + 24;
	unpack(streams, code_form, form, 8, 0, 0);
	to = module + head;
	*to++ = 10; // the section of code
	put_unsigned(content);
	byte *end = to + content;
	text = code_form;
	put_functions();
	if (to != end)
		__builtin_trap();
	u32 tail = module + size - end;
	unpack(streams + stream, others, padding + head + tail, 1, 3, 3);
	add_up(others);
	others += padding;
	__builtin_memcpy(module, others, head);
	__builtin_memcpy(end, others + head, tail);
	return module;
}
