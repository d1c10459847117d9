package imgio

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// readElements reads n elements of type e in the given byte order. The result
// grows with what r delivers.
func readElements(r io.Reader, n int, e Element, order binary.ByteOrder) (pixels, error) {
	switch e {
	case Uint8:
		return readTyped(r, n, 1, func(b []byte) uint8 { return b[0] })
	case Int8:
		return readTyped(r, n, 1, func(b []byte) int8 { return int8(b[0]) })
	case Uint16:
		return readTyped(r, n, 2, func(b []byte) uint16 { return order.Uint16(b) })
	case Int16:
		return readTyped(r, n, 2, func(b []byte) int16 { return int16(order.Uint16(b)) })
	case Uint32:
		return readTyped(r, n, 4, func(b []byte) uint32 { return order.Uint32(b) })
	case Int32:
		return readTyped(r, n, 4, func(b []byte) int32 { return int32(order.Uint32(b)) })
	case Float32:
		return readTyped(r, n, 4, func(b []byte) float32 { return math.Float32frombits(order.Uint32(b)) })
	case Float64:
		return readTyped(r, n, 8, func(b []byte) float64 { return math.Float64frombits(order.Uint64(b)) })
	case Int64:
		return readLong(r, n, func(b []byte) (float64, bool) {
			v := int64(order.Uint64(b))
			return float64(v), v >= -maxExact && v <= maxExact
		})
	case Uint64:
		return readLong(r, n, func(b []byte) (float64, bool) {
			v := order.Uint64(b)
			return float64(v), v <= maxExact
		})
	}
	return nil, fmt.Errorf("elements of type %s are not read", e)
}

// readTyped reads n elements of size bytes, one at a time by one.
func readTyped[T numeric](r io.Reader, n, size int, one func([]byte) T) (pixels, error) {
	pix, err := readPixels(r, n, size, func(dst []T, src []byte) {
		for i := range dst {
			dst[i] = one(src[size*i:])
		}
	})
	if err != nil {
		return nil, err
	}
	return typed[T](pix), nil
}

// readLong reads n elements of 8 bytes that one turns into float64 and reports
// whether that is exact.
func readLong(r io.Reader, n int, one func([]byte) (float64, bool)) (pixels, error) {
	exact := true
	p, err := readTyped(r, n, 8, func(b []byte) float64 {
		v, ok := one(b)
		exact = exact && ok
		return v
	})
	if err == nil && !exact {
		return nil, fmt.Errorf("64-bit whole numbers beyond 2⁵³, want at most %d", int64(maxExact))
	}
	return p, err
}

// appendElements appends the values as little-endian elements of type e, which
// must hold each of them.
func appendElements(b []byte, e Element, values []float64) []byte {
	switch e {
	case Uint8:
		for _, v := range values {
			b = append(b, uint8(v))
		}
	case Int8:
		for _, v := range values {
			b = append(b, uint8(int8(v)))
		}
	case Uint16:
		for _, v := range values {
			b = binary.LittleEndian.AppendUint16(b, uint16(v))
		}
	case Int16:
		for _, v := range values {
			b = binary.LittleEndian.AppendUint16(b, uint16(int16(v)))
		}
	case Uint32:
		for _, v := range values {
			b = binary.LittleEndian.AppendUint32(b, uint32(v))
		}
	case Int32:
		for _, v := range values {
			b = binary.LittleEndian.AppendUint32(b, uint32(int32(v)))
		}
	case Float32:
		for _, v := range values {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(v)))
		}
	case Float64:
		for _, v := range values {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
	default:
		panic("imgio: elements of type " + e.String() + " are not written")
	}
	return b
}
