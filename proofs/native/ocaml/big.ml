(* What stands in the extracted checker for integers, bytes, words of 32 bits and lists: Zarith's integers under one
   budget, and loops. Whatever is too long or takes too long raises an exception, and that is never a verdict of acceptance. *)

type t = Z.t

exception Limit of string

(* * The budget, in steps of some two nanoseconds: four for what is done with two short numbers; for long ones the products of
   their words, as by hand, and what a call takes; how long a number may get. The program counts words that are allocated as well
   (main.ml). *)

(* A part is counted in an integer of the machine, which has 32 bits in a browser; the rest in a float, exact up to 2^53. *)
type budget = { mutable now : int; mutable left : float }

let allowance = 12e9
let part = 16_777_216.
let steps = { now = 0; left = allowance }
let renew () = steps.now <- 0; steps.left <- allowance
(* Whether a claim is being checked: what comes to be while verdicts are written does not count. *)
let armed = ref false
let longest = 65_536 (* words of a number, 2^22 bits *)

let charge cost =
  steps.left <- steps.left -. cost;
  if steps.left < 0. then begin
    steps.now <- 0;
    raise (Limit "checking takes more steps than the limit")
  end

let next_part () =
  charge (-. float_of_int steps.now);
  let more = Float.min steps.left part in
  steps.now <- int_of_float more;
  charge more

let spend n =
  steps.now <- steps.now - n;
  if steps.now < 0 then next_part ()

let small (a : t) = Obj.is_int (Obj.repr a)

let pay call times a b =
  let m = Z.size a and n = Z.size b in
  if m + n > longest then raise (Limit "a number grows beyond the limit");
  charge (call +. (times *. float_of_int m *. float_of_int n))

(* * Integers *)

let zero = Z.zero
let one = Z.one
let of_int = Z.of_int
let to_int = Z.to_int (* refuses by an exception what is too large *)

(* Long numbers are paid by their words, and the call. *)
let paid a b = if not (small a && small b) then spend (12 + Z.size a + Z.size b)
let add a b = paid a b; Z.add a b
let sub a b = paid a b; Z.sub a b
let succ = Z.succ
let opp = Z.neg
let abs = Z.abs

(* Zarith has what fits a word of the machine as such a word: those are compared here. *)
let word (a : t) : int = Obj.magic a
let equal a b = if small a && small b then word a = word b else Z.equal a b
let leq a b = if small a && small b then word a <= word b else Z.leq a b
let lt a b = if small a && small b then word a < word b else Z.lt a b
let compare a b = if small a && small b then Int.compare (word a) (word b) else Z.compare a b
let max a b = if lt a b then b else a
let min a b = if lt b a then b else a

let mul a b =
  if small a && small b then spend 4 else pay 12. 1. a b;
  Z.mul a b

(* Coq divides downwards, and by 0: x / 0 = 0 and x mod 0 = x. *)
let div a b =
  if small a && small b then spend 4 else pay 24. 4. a b;
  if equal b zero then zero else Z.fdiv a b

let modulo a b =
  if small a && small b then spend 4 else pay 24. 4. a b;
  if equal b zero then a else Z.sub a (Z.mul b (Z.fdiv a b))

let gcd a b =
  if small a && small b then spend 16 else pay 32. 8. a b;
  Z.gcd a b

let ggcd a b =
  let g = gcd a b in
  if Z.equal g zero then (g, (zero, zero)) else (g, (Z.divexact a g, Z.divexact b g))

(* Sets, as the bits of numbers. *)
let logand a b = paid a b; Z.logand a b
let logor a b = paid a b; Z.logor a b
let without a b = paid a b; Z.sub a (Z.logand a b)
let odd a = if small a then word a land 1 = 1 else Z.is_odd a
let half a = paid a a; Z.shift_right a 1

(* Coq's is 2^n - 1. *)
let ones n =
  let n = Z.to_int n in
  spend (n / 32);
  Z.sub (Z.shift_left Z.one n) Z.one

let log2 a = if Z.leq a zero then zero else Z.of_int (Z.numbits a - 1)
let natural_sub a b = max zero (Z.sub a b)
let to_nat a = Z.to_int (max zero a)
let to_natural a = max zero a
let to_positive a = max one a
let doubled a = paid a a; Z.add a a
let doubled_and_one a = paid a a; Z.succ (Z.add a a)

let positive_case odd even last p =
  if equal p one then last () else if Z.is_odd p then odd (Z.shift_right p 1) else even (Z.shift_right p 1)

let natural_case none some n = if equal n zero then none () else some n

let integer_case none positive negative z =
  let s = Z.sign z in
  if s = 0 then none () else if s > 0 then positive z else negative (Z.neg z)

(* * Bytes *)

let byte_before (b, s) = String.make 1 b ^ s
let string_case stop byte s = if s = "" then stop () else byte s.[0] (String.sub s 1 (String.length s - 1))

let fold f a s =
  let n = String.length s in
  let rec go a i = if i = n then a else go (f a s.[i]) (i + 1) in
  go a 0

let size s = Z.of_int (String.length s)
let of_byte b = Z.of_int (Char.code b)

let pack l =
  let b = Buffer.create 16 in
  List.iter (Buffer.add_char b) l;
  Buffer.contents b

(* * Numbers of Coq's nat: integers of the machine, whose sums are looked at *)

let plus a b =
  let sum = a + b in
  if sum < 0 then raise (Limit "a number is too large for a place");
  sum

(* * Words of 32 bits: integers of the machine, which have just these bits in a browser *)

let mask = -1 lsr (Sys.int_size - 32)
let unsigned = Z.sub (Z.shift_left Z.one 32) Z.one
let to_word n = Z.to_int (Z.signed_extract n 0 32) land mask
let word_case f w = f (Z.logand (Z.of_int w) unsigned)
let word_add a b = (a + b) land mask
let word_not a = lnot a land mask
let word_right a n = a lsr n

let word_rotate a n = ((a lsr n) lor (a lsl (32 - n))) land mask

let word_push a b = ((a lsl 8) lor Char.code b) land mask

(* * Lists: an element that is looked at is four steps, one that is passed over is one *)

(* What an element that comes to be costs: in a browser more, for there lists stay as long as what goes on with them runs. *)
let made = ref 4
let map f l = List.rev (List.rev_map (fun a -> spend !made; f a) l)
let append l m = match m with [] -> l | _ -> List.rev_append (List.rev l) m
let fold_left f l a = List.fold_left (fun a b -> spend 4; f a b) a l
let fold_right f a l = List.fold_left (fun a b -> spend 1; f b a) a (List.rev l)

(* What is behind n elements. *)
let skip n l =
  let rec go n l = match l with _ :: rest when n > 0 -> go (n - 1) rest | _ -> l in
  if n = 0 then l else (spend n; go n l)

let combine l m =
  let rec go l m found = match (l, m) with a :: l, b :: m -> go l m ((a, b) :: found) | _ -> List.rev found in
  go l m []
