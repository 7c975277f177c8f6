// Integers of any length for z.ml. One has one form: a number where it is at most 2^53 - 1, without sign, and a BigInt where it is more.

//Provides: memocert_short
function memocert_short(a) {
  return -9007199254740991 <= a && a <= 9007199254740991;
}

//Provides: memocert_form
//Requires: memocert_short
function memocert_form(a) {
  return memocert_short(a) ? Number(a) : a;
}

// A sum, difference or product of two numbers is rounded only where it is 2^53 or more, and then what is rounded is, too.

//Provides: memocert_add
//Requires: memocert_short, memocert_form
function memocert_add(a, b) {
  if (typeof a === "number" && typeof b === "number") {
    var sum = a + b;
    if (memocert_short(sum)) return sum;
  }
  return memocert_form(BigInt(a) + BigInt(b));
}

//Provides: memocert_sub
//Requires: memocert_short, memocert_form
function memocert_sub(a, b) {
  if (typeof a === "number" && typeof b === "number") {
    var difference = a - b;
    if (memocert_short(difference)) return difference;
  }
  return memocert_form(BigInt(a) - BigInt(b));
}

//Provides: memocert_neg
//Requires: memocert_sub
function memocert_neg(a) {
  return memocert_sub(0, a);
}

// The 0 that is added makes 0 of JavaScript's -0.

//Provides: memocert_mul
//Requires: memocert_short, memocert_form
function memocert_mul(a, b) {
  if (typeof a === "number" && typeof b === "number") {
    var product = a * b;
    if (memocert_short(product)) return product + 0;
  }
  return memocert_form(BigInt(a) * BigInt(b));
}

// The quotient rounded downwards; the remainder of numbers is exact, and so is what is left without it.

//Provides: memocert_fdiv
//Requires: memocert_form
function memocert_fdiv(a, b) {
  if (typeof a === "number" && typeof b === "number") {
    var rest = a % b;
    return (a - rest) / b + (rest !== 0 && rest < 0 !== b < 0 ? -1 : 0);
  }
  var m = BigInt(a), n = BigInt(b), left = m % n, zero = BigInt(0);
  return memocert_form((m - left) / n - BigInt(left !== zero && left < zero !== n < zero ? 1 : 0));
}

//Provides: memocert_gcd
//Requires: memocert_form
function memocert_gcd(a, b) {
  while (typeof a !== "number" || typeof b !== "number") {
    if (typeof b === "number" && b === 0) return a < 0 ? memocert_form(-a) : a;
    var left = memocert_form(BigInt(a) % BigInt(b));
    a = b;
    b = left;
  }
  while (b !== 0) {
    var rest = a % b;
    a = b;
    b = rest;
  }
  return Math.abs(a);
}

//Provides: memocert_word
function memocert_word(a) {
  return typeof a === "number" && a === (a | 0);
}

//Provides: memocert_and
//Requires: memocert_form, memocert_word
function memocert_and(a, b) {
  if (memocert_word(a) && memocert_word(b)) return a & b;
  return memocert_form(BigInt(a) & BigInt(b));
}

//Provides: memocert_or
//Requires: memocert_form, memocert_word
function memocert_or(a, b) {
  if (memocert_word(a) && memocert_word(b)) return a | b;
  return memocert_form(BigInt(a) | BigInt(b));
}

//Provides: memocert_shift_left
//Requires: memocert_form
function memocert_shift_left(a, n) {
  return memocert_form(BigInt(a) << BigInt(n));
}

//Provides: memocert_shift_right
//Requires: memocert_form
function memocert_shift_right(a, n) {
  return typeof a === "number" ? Math.floor(a / Math.pow(2, n)) : memocert_form(a >> BigInt(n));
}

//Provides: memocert_low_word
function memocert_low_word(a) {
  return typeof a === "number" ? a | 0 : Number(BigInt.asIntN(32, a));
}

//Provides: memocert_equal
function memocert_equal(a, b) {
  return a === b ? 1 : 0;
}

//Provides: memocert_leq
function memocert_leq(a, b) {
  return a <= b ? 1 : 0;
}

//Provides: memocert_lt
function memocert_lt(a, b) {
  return a < b ? 1 : 0;
}

//Provides: memocert_bits
function memocert_bits(a) {
  var digits = (a < 0 ? -a : a).toString(16);
  return digits === "0" ? 0 : 4 * digits.length - Math.clz32(parseInt(digits[0], 16)) + 28;
}

// Words of 64 bits. Most numbers have one or two.

//Provides: memocert_size
//Requires: memocert_bits
function memocert_size(a) {
  if (typeof a === "number") return 1;
  if (BigInt.asIntN(64, a) === a) return 1;
  if (BigInt.asIntN(128, a) === a) return 2;
  return Math.ceil(memocert_bits(a) / 64);
}

//Provides: memocert_to_string
//Requires: caml_string_of_jsbytes
function memocert_to_string(a) {
  return caml_string_of_jsbytes(String(a));
}
