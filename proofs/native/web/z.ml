(* What stands for Zarith's module Z in a browser: the part that the checker uses, on the integers of JavaScript (z.js).
   As there, a number that is short is an integer of the machine (here up to 2^53), and any other a block (here a BigInt). *)

type t

exception Overflow

external of_int : int -> t = "%identity"
external add : t -> t -> t = "memocert_add"
external sub : t -> t -> t = "memocert_sub"
external neg : t -> t = "memocert_neg"
external mul : t -> t -> t = "memocert_mul"
external fdiv : t -> t -> t = "memocert_fdiv"
external divexact : t -> t -> t = "memocert_fdiv"
external gcd : t -> t -> t = "memocert_gcd"
external logand : t -> t -> t = "memocert_and"
external logor : t -> t -> t = "memocert_or"
external shift_left : t -> int -> t = "memocert_shift_left"
external shift_right : t -> int -> t = "memocert_shift_right"
external low_word : t -> int = "memocert_low_word"
external equal : t -> t -> bool = "memocert_equal"
external leq : t -> t -> bool = "memocert_leq"
external lt : t -> t -> bool = "memocert_lt"
external numbits : t -> int = "memocert_bits"
external size : t -> int = "memocert_size"
external to_string : t -> string = "memocert_to_string"

let zero = of_int 0
let one = of_int 1
let succ a = add a one
let sign a = if equal a zero then 0 else if lt a zero then -1 else 1
let compare a b = if equal a b then 0 else if lt a b then -1 else 1
let abs a = if lt a zero then neg a else a
let is_odd a = not (equal (logand a one) zero)

let to_int a =
  let n = low_word a in
  if equal (of_int n) a then n else raise Overflow

(* The low bits, with a sign: as many as a word has, which is all that is asked for. *)
let signed_extract a from length =
  if from <> 0 || length <> Sys.int_size then raise Overflow;
  of_int (low_word a)
