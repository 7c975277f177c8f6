
(** val negb : bool -> bool **)

let negb = function
| true -> false
| false -> true

(** val option_map : ('a1 -> 'a2) -> 'a1 option -> 'a2 option **)

let option_map f0 = function
| Some a0 -> Some (f0 a0)
| None -> None

(** val fst : ('a1 * 'a2) -> 'a1 **)

let fst = function
| (x, _) -> x

(** val snd : ('a1 * 'a2) -> 'a2 **)

let snd = function
| (_, y) -> y

type comparison =
| Eq
| Lt
| Gt

(** val pred : int -> int **)

let pred = fun n -> Stdlib.max 0 (n-1)

(** val sub : int -> int -> int **)

let rec sub = fun n m -> Stdlib.max 0 (n-m)

(** val bool_dec : bool -> bool -> bool **)

let bool_dec b1 b2 =
  if b1 then if b2 then true else false else if b2 then false else true

module type TotalLeBool' =
 sig
  type t

  val leb : t -> t -> bool
 end

module Nat =
 struct
  (** val pred : int -> int **)

  let pred n0 =
    (fun fO fS n -> if n=0 then fO () else fS (n-1))
      (fun _ -> n0)
      (fun u -> u)
      n0

  (** val mul : int -> int -> int **)

  let rec mul n0 m =
    (fun fO fS n -> if n=0 then fO () else fS (n-1))
      (fun _ -> 0)
      (fun p -> Big.plus m (mul p m))
      n0

  (** val ltb : int -> int -> bool **)

  let ltb n0 m =
    (<=) (Stdlib.Int.succ n0) m

  (** val compare : int -> int -> comparison **)

  let rec compare = fun n m -> if n=m then Eq else if n<m then Lt else Gt

  (** val min : int -> int -> int **)

  let rec min n0 m =
    (fun fO fS n -> if n=0 then fO () else fS (n-1))
      (fun _ -> 0)
      (fun n' ->
      (fun fO fS n -> if n=0 then fO () else fS (n-1))
        (fun _ -> 0)
        (fun m' -> Stdlib.Int.succ (min n' m'))
        m)
      n0

  (** val pow : int -> int -> int **)

  let rec pow n0 m =
    (fun fO fS n -> if n=0 then fO () else fS (n-1))
      (fun _ -> Stdlib.Int.succ 0)
      (fun m0 -> mul n0 (pow n0 m0))
      m

  (** val divmod : int -> int -> int -> int -> int * int **)

  let rec divmod x y q0 u =
    (fun fO fS n -> if n=0 then fO () else fS (n-1))
      (fun _ -> (q0, u))
      (fun x' ->
      (fun fO fS n -> if n=0 then fO () else fS (n-1))
        (fun _ -> divmod x' y (Stdlib.Int.succ q0) y)
        (fun u' -> divmod x' y q0 u')
        u)
      x

  (** val div : int -> int -> int **)

  let div x y =
    (fun fO fS n -> if n=0 then fO () else fS (n-1))
      (fun _ -> y)
      (fun y' -> fst (divmod x y' 0 y'))
      y

  (** val log2_iter : int -> int -> int -> int -> int **)

  let rec log2_iter k p q0 r =
    (fun fO fS n -> if n=0 then fO () else fS (n-1))
      (fun _ -> p)
      (fun k' ->
      (fun fO fS n -> if n=0 then fO () else fS (n-1))
        (fun _ ->
        log2_iter k' (Stdlib.Int.succ p) (Stdlib.Int.succ q0) q0)
        (fun r' -> log2_iter k' p (Stdlib.Int.succ q0) r')
        r)
      k

  (** val log2 : int -> int **)

  let log2 n0 =
    log2_iter (pred n0) 0 (Stdlib.Int.succ 0) 0

  (** val log2_up : int -> int **)

  let log2_up a0 =
    match compare (Stdlib.Int.succ 0) a0 with
    | Lt -> Stdlib.Int.succ (log2 (pred a0))
    | _ -> 0
 end

module Pos =
 struct
  type mask =
  | IsNul
  | IsPos of Big.t
  | IsNeg
 end

module Coq_Pos =
 struct
  (** val add_carry : Big.t -> Big.t -> Big.t **)

  let rec add_carry x y =
    Big.positive_case
      (fun p ->
      Big.positive_case
        (fun q0 -> Big.doubled_and_one (add_carry p q0))
        (fun q0 -> Big.doubled (add_carry p q0))
        (fun _ -> Big.doubled_and_one (Big.succ p))
        y)
      (fun p ->
      Big.positive_case
        (fun q0 -> Big.doubled (add_carry p q0))
        (fun q0 -> Big.doubled_and_one (Big.add p q0))
        (fun _ -> Big.doubled (Big.succ p))
        y)
      (fun _ ->
      Big.positive_case
        (fun q0 -> Big.doubled_and_one (Big.succ q0))
        (fun q0 -> Big.doubled (Big.succ q0))
        (fun _ -> Big.doubled_and_one Big.one)
        y)
      x

  (** val pred_double : Big.t -> Big.t **)

  let rec pred_double x =
    Big.positive_case
      (fun p -> Big.doubled_and_one (Big.doubled p))
      (fun p -> Big.doubled_and_one (pred_double p))
      (fun _ -> Big.one)
      x

  (** val pred_N : Big.t -> Big.t **)

  let pred_N x =
    Big.positive_case
      (fun p -> (Big.doubled p))
      (fun p -> (pred_double p))
      (fun _ -> Big.zero)
      x

  type mask = Pos.mask =
  | IsNul
  | IsPos of Big.t
  | IsNeg

  (** val succ_double_mask : mask -> mask **)

  let succ_double_mask = function
  | IsNul -> IsPos Big.one
  | IsPos p -> IsPos (Big.doubled_and_one p)
  | IsNeg -> IsNeg

  (** val double_mask : mask -> mask **)

  let double_mask = function
  | IsPos p -> IsPos (Big.doubled p)
  | x0 -> x0

  (** val double_pred_mask : Big.t -> mask **)

  let double_pred_mask x =
    Big.positive_case
      (fun p -> IsPos (Big.doubled (Big.doubled p)))
      (fun p -> IsPos (Big.doubled (pred_double p)))
      (fun _ -> IsNul)
      x

  (** val sub_mask : Big.t -> Big.t -> mask **)

  let rec sub_mask x y =
    Big.positive_case
      (fun p ->
      Big.positive_case
        (fun q0 -> double_mask (sub_mask p q0))
        (fun q0 -> succ_double_mask (sub_mask p q0))
        (fun _ -> IsPos (Big.doubled p))
        y)
      (fun p ->
      Big.positive_case
        (fun q0 -> succ_double_mask (sub_mask_carry p q0))
        (fun q0 -> double_mask (sub_mask p q0))
        (fun _ -> IsPos (pred_double p))
        y)
      (fun _ ->
      Big.positive_case
        (fun _ -> IsNeg)
        (fun _ -> IsNeg)
        (fun _ -> IsNul)
        y)
      x

  (** val sub_mask_carry : Big.t -> Big.t -> mask **)

  and sub_mask_carry x y =
    Big.positive_case
      (fun p ->
      Big.positive_case
        (fun q0 -> succ_double_mask (sub_mask_carry p q0))
        (fun q0 -> double_mask (sub_mask p q0))
        (fun _ -> IsPos (pred_double p))
        y)
      (fun p ->
      Big.positive_case
        (fun q0 -> double_mask (sub_mask_carry p q0))
        (fun q0 -> succ_double_mask (sub_mask_carry p q0))
        (fun _ -> double_pred_mask p)
        y)
      (fun _ -> IsNeg)
      x

  (** val sub : Big.t -> Big.t -> Big.t **)

  let sub x y =
    match sub_mask x y with
    | IsPos z0 -> z0
    | _ -> Big.one

  (** val iter : ('a1 -> 'a1) -> 'a1 -> Big.t -> 'a1 **)

  let rec iter f0 x n0 =
    Big.positive_case
      (fun n' -> f0 (iter f0 (iter f0 x n') n'))
      (fun n' -> iter f0 (iter f0 x n') n')
      (fun _ -> f0 x)
      n0

  (** val size_nat : Big.t -> int **)

  let rec size_nat p =
    Big.positive_case
      (fun p0 -> Stdlib.Int.succ (size_nat p0))
      (fun p0 -> Stdlib.Int.succ (size_nat p0))
      (fun _ -> Stdlib.Int.succ 0)
      p

  (** val size : Big.t -> Big.t **)

  let rec size p =
    Big.positive_case
      (fun p0 -> Big.succ (size p0))
      (fun p0 -> Big.succ (size p0))
      (fun _ -> Big.one)
      p

  (** val compare_cont : comparison -> Big.t -> Big.t -> comparison **)

  let rec compare_cont r x y =
    Big.positive_case
      (fun p ->
      Big.positive_case
        (fun q0 -> compare_cont r p q0)
        (fun q0 -> compare_cont Gt p q0)
        (fun _ -> Gt)
        y)
      (fun p ->
      Big.positive_case
        (fun q0 -> compare_cont Lt p q0)
        (fun q0 -> compare_cont r p q0)
        (fun _ -> Gt)
        y)
      (fun _ -> Big.positive_case
                  (fun _ -> Lt)
                  (fun _ -> Lt)
                  (fun _ -> r)
                  y)
      x

  (** val compare : Big.t -> Big.t -> comparison **)

  let compare = (fun a b -> let c = Big.compare a b in if c = 0 then Eq else if c < 0 then Lt else Gt)

  (** val gcdn : int -> Big.t -> Big.t -> Big.t **)

  let rec gcdn n0 a0 b0 =
    (fun fO fS n -> if n=0 then fO () else fS (n-1))
      (fun _ -> Big.one)
      (fun n1 ->
      Big.positive_case
        (fun a' ->
        Big.positive_case
          (fun b' ->
          match compare a' b' with
          | Eq -> a0
          | Lt -> gcdn n1 (sub b' a') a0
          | Gt -> gcdn n1 (sub a' b') b0)
          (fun b1 -> gcdn n1 a0 b1)
          (fun _ -> Big.one)
          b0)
        (fun a1 ->
        Big.positive_case
          (fun _ -> gcdn n1 a1 b0)
          (fun b1 -> Big.doubled (gcdn n1 a1 b1))
          (fun _ -> Big.one)
          b0)
        (fun _ -> Big.one)
        a0)
      n0

  (** val gcd : Big.t -> Big.t -> Big.t **)

  let gcd a0 b0 =
    gcdn (Big.plus (size_nat a0) (size_nat b0)) a0 b0

  (** val ggcdn : int -> Big.t -> Big.t -> Big.t * (Big.t * Big.t) **)

  let rec ggcdn n0 a0 b0 =
    (fun fO fS n -> if n=0 then fO () else fS (n-1))
      (fun _ -> (Big.one, (a0, b0)))
      (fun n1 ->
      Big.positive_case
        (fun a' ->
        Big.positive_case
          (fun b' ->
          match compare a' b' with
          | Eq -> (a0, (Big.one, Big.one))
          | Lt ->
            let (g0, p) = ggcdn n1 (sub b' a') a0 in
            let (ba, aa) = p in (g0, (aa, (Big.add aa (Big.doubled ba))))
          | Gt ->
            let (g0, p) = ggcdn n1 (sub a' b') b0 in
            let (ab, bb) = p in (g0, ((Big.add bb (Big.doubled ab)), bb)))
          (fun b1 ->
          let (g0, p) = ggcdn n1 a0 b1 in
          let (aa, bb) = p in (g0, (aa, (Big.doubled bb))))
          (fun _ -> (Big.one, (a0, Big.one)))
          b0)
        (fun a1 ->
        Big.positive_case
          (fun _ ->
          let (g0, p) = ggcdn n1 a1 b0 in
          let (aa, bb) = p in (g0, ((Big.doubled aa), bb)))
          (fun b1 ->
          let (g0, p) = ggcdn n1 a1 b1 in ((Big.doubled g0), p))
          (fun _ -> (Big.one, (a0, Big.one)))
          b0)
        (fun _ -> (Big.one, (Big.one, b0)))
        a0)
      n0

  (** val ggcd : Big.t -> Big.t -> Big.t * (Big.t * Big.t) **)

  let ggcd a0 b0 =
    ggcdn (Big.plus (size_nat a0) (size_nat b0)) a0 b0

  (** val coq_Nsucc_double : Big.t -> Big.t **)

  let coq_Nsucc_double x =
    Big.natural_case
      (fun _ -> Big.one)
      (fun p -> (Big.doubled_and_one p))
      x

  (** val coq_Ndouble : Big.t -> Big.t **)

  let coq_Ndouble n0 =
    Big.natural_case
      (fun _ -> Big.zero)
      (fun p -> (Big.doubled p))
      n0

  (** val coq_lor : Big.t -> Big.t -> Big.t **)

  let rec coq_lor p q0 =
    Big.positive_case
      (fun p0 ->
      Big.positive_case
        (fun q1 -> Big.doubled_and_one (coq_lor p0 q1))
        (fun q1 -> Big.doubled_and_one (coq_lor p0 q1))
        (fun _ -> p)
        q0)
      (fun p0 ->
      Big.positive_case
        (fun q1 -> Big.doubled_and_one (coq_lor p0 q1))
        (fun q1 -> Big.doubled (coq_lor p0 q1))
        (fun _ -> Big.doubled_and_one p0)
        q0)
      (fun _ ->
      Big.positive_case
        (fun _ -> q0)
        (fun q1 -> Big.doubled_and_one q1)
        (fun _ -> q0)
        q0)
      p

  (** val coq_land : Big.t -> Big.t -> Big.t **)

  let rec coq_land p q0 =
    Big.positive_case
      (fun p0 ->
      Big.positive_case
        (fun q1 -> coq_Nsucc_double (coq_land p0 q1))
        (fun q1 -> coq_Ndouble (coq_land p0 q1))
        (fun _ -> Big.one)
        q0)
      (fun p0 ->
      Big.positive_case
        (fun q1 -> coq_Ndouble (coq_land p0 q1))
        (fun q1 -> coq_Ndouble (coq_land p0 q1))
        (fun _ -> Big.zero)
        q0)
      (fun _ ->
      Big.positive_case
        (fun _ -> Big.one)
        (fun _ -> Big.zero)
        (fun _ -> Big.one)
        q0)
      p

  (** val ldiff : Big.t -> Big.t -> Big.t **)

  let rec ldiff p q0 =
    Big.positive_case
      (fun p0 ->
      Big.positive_case
        (fun q1 -> coq_Ndouble (ldiff p0 q1))
        (fun q1 -> coq_Nsucc_double (ldiff p0 q1))
        (fun _ -> (Big.doubled p0))
        q0)
      (fun p0 ->
      Big.positive_case
        (fun q1 -> coq_Ndouble (ldiff p0 q1))
        (fun q1 -> coq_Ndouble (ldiff p0 q1))
        (fun _ -> p)
        q0)
      (fun _ ->
      Big.positive_case
        (fun _ -> Big.zero)
        (fun _ -> Big.one)
        (fun _ -> Big.zero)
        q0)
      p

  (** val coq_lxor : Big.t -> Big.t -> Big.t **)

  let rec coq_lxor p q0 =
    Big.positive_case
      (fun p0 ->
      Big.positive_case
        (fun q1 -> coq_Ndouble (coq_lxor p0 q1))
        (fun q1 -> coq_Nsucc_double (coq_lxor p0 q1))
        (fun _ -> (Big.doubled p0))
        q0)
      (fun p0 ->
      Big.positive_case
        (fun q1 -> coq_Nsucc_double (coq_lxor p0 q1))
        (fun q1 -> coq_Ndouble (coq_lxor p0 q1))
        (fun _ -> (Big.doubled_and_one p0))
        q0)
      (fun _ ->
      Big.positive_case
        (fun q1 -> (Big.doubled q1))
        (fun q1 -> (Big.doubled_and_one q1))
        (fun _ -> Big.zero)
        q0)
      p

  (** val shiftl : Big.t -> Big.t -> Big.t **)

  let shiftl p n0 =
    Big.natural_case
      (fun _ -> p)
      (fun n1 -> iter (fun x -> Big.doubled x) p n1)
      n0

  (** val iter_op : ('a1 -> 'a1 -> 'a1) -> Big.t -> 'a1 -> 'a1 **)

  let rec iter_op op p a0 =
    Big.positive_case
      (fun p0 -> op a0 (iter_op op p0 (op a0 a0)))
      (fun p0 -> iter_op op p0 (op a0 a0))
      (fun _ -> a0)
      p

  (** val of_succ_nat : int -> Big.t **)

  let rec of_succ_nat = (fun n -> Big.succ (Big.of_int n))
 end

module N =
 struct
  (** val pred : Big.t -> Big.t **)

  let pred n0 =
    Big.natural_case
      (fun _ -> Big.zero)
      (fun p -> Coq_Pos.pred_N p)
      n0

  (** val succ_pos : Big.t -> Big.t **)

  let succ_pos n0 =
    Big.natural_case
      (fun _ -> Big.one)
      (fun p -> Big.succ p)
      n0

  (** val compare : Big.t -> Big.t -> comparison **)

  let compare = (fun a b -> let c = Big.compare a b in if c = 0 then Eq else if c < 0 then Lt else Gt)

  (** val even : Big.t -> bool **)

  let even n0 =
    Big.natural_case
      (fun _ -> true)
      (fun p ->
      Big.positive_case
        (fun _ -> false)
        (fun _ -> true)
        (fun _ -> false)
        p)
      n0

  (** val pos_div_eucl : Big.t -> Big.t -> Big.t * Big.t **)

  let rec pos_div_eucl a0 b0 =
    Big.positive_case
      (fun a' ->
      let (q0, r) = pos_div_eucl a' b0 in
      let r' = Big.doubled_and_one r in
      if Big.leq b0 r'
      then ((Big.doubled_and_one q0), (Big.natural_sub r' b0))
      else ((Big.doubled q0), r'))
      (fun a' ->
      let (q0, r) = pos_div_eucl a' b0 in
      let r' = Big.doubled r in
      if Big.leq b0 r'
      then ((Big.doubled_and_one q0), (Big.natural_sub r' b0))
      else ((Big.doubled q0), r'))
      (fun _ ->
      Big.natural_case
        (fun _ -> (Big.zero, Big.one))
        (fun p ->
        Big.positive_case
          (fun _ -> (Big.zero, Big.one))
          (fun _ -> (Big.zero, Big.one))
          (fun _ -> (Big.one, Big.zero))
          p)
        b0)
      a0

  (** val div_eucl : Big.t -> Big.t -> Big.t * Big.t **)

  let div_eucl a0 b0 =
    Big.natural_case
      (fun _ -> (Big.zero, Big.zero))
      (fun na ->
      Big.natural_case
        (fun _ -> (Big.zero, a0))
        (fun _ -> pos_div_eucl na b0)
        b0)
      a0

  (** val coq_lxor : Big.t -> Big.t -> Big.t **)

  let coq_lxor n0 m =
    Big.natural_case
      (fun _ -> m)
      (fun p ->
      Big.natural_case
        (fun _ -> n0)
        (fun q0 -> Coq_Pos.coq_lxor p q0)
        m)
      n0

  (** val shiftl : Big.t -> Big.t -> Big.t **)

  let shiftl a0 n0 =
    Big.natural_case
      (fun _ -> Big.zero)
      (fun a1 -> (Coq_Pos.shiftl a1 n0))
      a0

  (** val shiftr : Big.t -> Big.t -> Big.t **)

  let shiftr a0 n0 =
    Big.natural_case
      (fun _ -> a0)
      (fun p -> Coq_Pos.iter Big.half a0 p)
      n0

  (** val iter : Big.t -> ('a1 -> 'a1) -> 'a1 -> 'a1 **)

  let iter n0 f0 x =
    Big.natural_case
      (fun _ -> x)
      (fun p -> Coq_Pos.iter f0 x p)
      n0
 end

(** val hd : 'a1 -> 'a1 list -> 'a1 **)

let hd default = function
| [] -> default
| x :: _ -> x

(** val tl : 'a1 list -> 'a1 list **)

let tl = function
| [] -> []
| _ :: m -> m

(** val nth : int -> 'a1 list -> 'a1 -> 'a1 **)

let rec nth n0 l default =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> match l with
              | [] -> default
              | x :: _ -> x)
    (fun m -> match l with
              | [] -> default
              | _ :: t0 -> nth m t0 default)
    n0

(** val nth_error : 'a1 list -> int -> 'a1 option **)

let rec nth_error l n0 =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> match l with
              | [] -> None
              | x :: _ -> Some x)
    (fun n1 -> match l with
               | [] -> None
               | _ :: l0 -> nth_error l0 n1)
    n0

(** val concat : 'a1 list list -> 'a1 list **)

let rec concat = function
| [] -> []
| x :: l0 -> Big.append x (concat l0)

(** val list_eq_dec : ('a1 -> 'a1 -> bool) -> 'a1 list -> 'a1 list -> bool **)

let rec list_eq_dec eq_dec l l' =
  match l with
  | [] -> (match l' with
           | [] -> true
           | _ :: _ -> false)
  | y :: l0 ->
    (match l' with
     | [] -> false
     | a0 :: l1 -> if eq_dec y a0 then list_eq_dec eq_dec l0 l1 else false)

(** val flat_map : ('a1 -> 'a2 list) -> 'a1 list -> 'a2 list **)

let rec flat_map f0 = function
| [] -> []
| x :: t0 -> Big.append (f0 x) (flat_map f0 t0)

(** val existsb : ('a1 -> bool) -> 'a1 list -> bool **)

let rec existsb f0 = function
| [] -> false
| a0 :: l0 -> (||) (f0 a0) (existsb f0 l0)

(** val forallb : ('a1 -> bool) -> 'a1 list -> bool **)

let rec forallb f0 = function
| [] -> true
| a0 :: l0 -> (&&) (f0 a0) (forallb f0 l0)

(** val filter : ('a1 -> bool) -> 'a1 list -> 'a1 list **)

let rec filter f0 = function
| [] -> []
| x :: l0 -> if f0 x then x :: (filter f0 l0) else filter f0 l0

(** val partition : ('a1 -> bool) -> 'a1 list -> 'a1 list * 'a1 list **)

let rec partition f0 = function
| [] -> ([], [])
| x :: tl0 ->
  let (g0, d0) = partition f0 tl0 in
  if f0 x then ((x :: g0), d0) else (g0, (x :: d0))

(** val firstn : int -> 'a1 list -> 'a1 list **)

let rec firstn n0 l =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> [])
    (fun n1 -> match l with
               | [] -> []
               | a0 :: l0 -> a0 :: (firstn n1 l0))
    n0

(** val seq : int -> int -> int list **)

let rec seq start1 len =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> [])
    (fun len0 -> start1 :: (seq (Stdlib.Int.succ start1) len0))
    len

(** val repeat : 'a1 -> int -> 'a1 list **)

let rec repeat x n0 =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> [])
    (fun k -> x :: (repeat x k))
    n0

(** val of_N : Big.t -> char option **)

let of_N = (fun n -> if Big.lt n (Big.of_int 256) then Some (Char.chr (Big.to_int n)) else None)

module Z =
 struct
  (** val double : Big.t -> Big.t **)

  let double x =
    Big.integer_case
      (fun _ -> Big.zero)
      (fun p -> (Big.doubled p))
      (fun p -> Big.opp (Big.doubled p))
      x

  (** val succ_double : Big.t -> Big.t **)

  let succ_double x =
    Big.integer_case
      (fun _ -> Big.one)
      (fun p -> (Big.doubled_and_one p))
      (fun p -> Big.opp (Coq_Pos.pred_double p))
      x

  (** val pred_double : Big.t -> Big.t **)

  let pred_double x =
    Big.integer_case
      (fun _ -> Big.opp Big.one)
      (fun p -> (Coq_Pos.pred_double p))
      (fun p -> Big.opp (Big.doubled_and_one p))
      x

  (** val pos_sub : Big.t -> Big.t -> Big.t **)

  let rec pos_sub x y =
    Big.positive_case
      (fun p ->
      Big.positive_case
        (fun q0 -> double (pos_sub p q0))
        (fun q0 -> succ_double (pos_sub p q0))
        (fun _ -> (Big.doubled p))
        y)
      (fun p ->
      Big.positive_case
        (fun q0 -> pred_double (pos_sub p q0))
        (fun q0 -> double (pos_sub p q0))
        (fun _ -> (Coq_Pos.pred_double p))
        y)
      (fun _ ->
      Big.positive_case
        (fun q0 -> Big.opp (Big.doubled q0))
        (fun q0 -> Big.opp (Coq_Pos.pred_double q0))
        (fun _ -> Big.zero)
        y)
      x

  (** val pred : Big.t -> Big.t **)

  let pred x =
    Big.add x (Big.opp Big.one)

  (** val pow_pos : Big.t -> Big.t -> Big.t **)

  let pow_pos z0 =
    Coq_Pos.iter (Big.mul z0) Big.one

  (** val pow : Big.t -> Big.t -> Big.t **)

  let pow x y =
    Big.integer_case
      (fun _ -> Big.one)
      (fun p -> pow_pos x p)
      (fun _ -> Big.zero)
      y

  (** val compare : Big.t -> Big.t -> comparison **)

  let compare = (fun a b -> let c = Big.compare a b in if c = 0 then Eq else if c < 0 then Lt else Gt)

  (** val sgn : Big.t -> Big.t **)

  let sgn z0 =
    Big.integer_case
      (fun _ -> Big.zero)
      (fun _ -> Big.one)
      (fun _ -> Big.opp Big.one)
      z0

  (** val pos_div_eucl : Big.t -> Big.t -> Big.t * Big.t **)

  let rec pos_div_eucl a0 b0 =
    Big.positive_case
      (fun a' ->
      let (q0, r) = pos_div_eucl a' b0 in
      let r' = Big.add (Big.mul (Big.doubled Big.one) r) Big.one in
      if Big.lt r' b0
      then ((Big.mul (Big.doubled Big.one) q0), r')
      else ((Big.add (Big.mul (Big.doubled Big.one) q0) Big.one),
             (Big.sub r' b0)))
      (fun a' ->
      let (q0, r) = pos_div_eucl a' b0 in
      let r' = Big.mul (Big.doubled Big.one) r in
      if Big.lt r' b0
      then ((Big.mul (Big.doubled Big.one) q0), r')
      else ((Big.add (Big.mul (Big.doubled Big.one) q0) Big.one),
             (Big.sub r' b0)))
      (fun _ ->
      if Big.leq (Big.doubled Big.one) b0
      then (Big.zero, Big.one)
      else (Big.one, Big.zero))
      a0

  (** val div_eucl : Big.t -> Big.t -> Big.t * Big.t **)

  let div_eucl a0 b0 =
    Big.integer_case
      (fun _ -> (Big.zero, Big.zero))
      (fun a' ->
      Big.integer_case
        (fun _ -> (Big.zero, a0))
        (fun _ -> pos_div_eucl a' b0)
        (fun b' ->
        let (q0, r) = pos_div_eucl a' b' in
        (Big.integer_case
           (fun _ -> ((Big.opp q0), Big.zero))
           (fun _ -> ((Big.opp (Big.add q0 Big.one)),
           (Big.add b0 r)))
           (fun _ -> ((Big.opp (Big.add q0 Big.one)), (Big.add b0 r)))
           r))
        b0)
      (fun a' ->
      Big.integer_case
        (fun _ -> (Big.zero, a0))
        (fun _ ->
        let (q0, r) = pos_div_eucl a' b0 in
        (Big.integer_case
           (fun _ -> ((Big.opp q0), Big.zero))
           (fun _ -> ((Big.opp (Big.add q0 Big.one)),
           (Big.sub b0 r)))
           (fun _ -> ((Big.opp (Big.add q0 Big.one)), (Big.sub b0 r)))
           r))
        (fun b' -> let (q0, r) = pos_div_eucl a' b' in (q0, (Big.opp r)))
        b0)
      a0

  (** val log2_up : Big.t -> Big.t **)

  let log2_up a0 =
    match compare Big.one a0 with
    | Lt -> Big.succ (Big.log2 (pred a0))
    | _ -> Big.zero

  (** val lcm : Big.t -> Big.t -> Big.t **)

  let lcm a0 b0 =
    Big.abs (Big.mul a0 (Big.div b0 (Big.gcd a0 b0)))
 end

(** val zeq_bool : Big.t -> Big.t -> bool **)

let zeq_bool x y =
  match Z.compare x y with
  | Eq -> true
  | _ -> false

type q = { qnum : Big.t; qden : Big.t }

(** val inject_Z : Big.t -> q **)

let inject_Z x =
  { qnum = x; qden = Big.one }

(** val qcompare : q -> q -> comparison **)

let qcompare p q0 =
  Z.compare (Big.mul p.qnum q0.qden) (Big.mul q0.qnum p.qden)

(** val qeq_bool : q -> q -> bool **)

let qeq_bool x y =
  zeq_bool (Big.mul x.qnum y.qden) (Big.mul y.qnum x.qden)

(** val qle_bool : q -> q -> bool **)

let qle_bool x y =
  Big.leq (Big.mul x.qnum y.qden) (Big.mul y.qnum x.qden)

(** val qplus : q -> q -> q **)

let qplus x y =
  { qnum = (Big.add (Big.mul x.qnum y.qden) (Big.mul y.qnum x.qden)); qden =
    (Big.mul x.qden y.qden) }

(** val qmult : q -> q -> q **)

let qmult x y =
  { qnum = (Big.mul x.qnum y.qnum); qden = (Big.mul x.qden y.qden) }

(** val qopp : q -> q **)

let qopp x =
  { qnum = (Big.opp x.qnum); qden = x.qden }

(** val qminus : q -> q -> q **)

let qminus x y =
  qplus x (qopp y)

(** val qinv : q -> q **)

let qinv x =
  Big.integer_case
    (fun _ -> { qnum = Big.zero; qden = Big.one })
    (fun p -> { qnum = x.qden; qden = p })
    (fun p -> { qnum = (Big.opp x.qden); qden = p })
    x.qnum

(** val qdiv : q -> q -> q **)

let qdiv x y =
  qmult x (qinv y)

(** val qred : q -> q **)

let qred q0 =
  let { qnum = q1; qden = q2 } = q0 in
  let (r1, r2) = snd (Big.ggcd q1 q2) in
  { qnum = r1; qden = (Big.to_positive r2) }

type piece =
| Say of string
| Count of Big.t
| Over of Big.t * Big.t
| Show of string

type fault =
| Malformed
| Rejected

type error = { kind_of : fault; place : Big.t option; words : piece list }

type 'a result =
| Good of 'a
| Bad of error

(** val malformed : piece list -> 'a1 result **)

let malformed words1 =
  Bad { kind_of = Malformed; place = None; words = words1 }

(** val rejected : piece list -> 'a1 result **)

let rejected words1 =
  Bad { kind_of = Rejected; place = None; words = words1 }

(** val bind : 'a1 result -> ('a1 -> 'a2 result) -> 'a2 result **)

let bind r f0 =
  match r with
  | Good a0 -> f0 a0
  | Bad e0 -> Bad e0

(** val within : piece list -> 'a1 result -> 'a1 result **)

let within prefix r = match r with
| Good _ -> r
| Bad e0 ->
  let { kind_of = kind0; place = place4; words = words1 } = e0 in
  Bad { kind_of = kind0; place = place4; words = (Big.append prefix words1) }

(** val run :
    ('a1 -> char -> 'a1 result) -> 'a1 -> string -> Big.t -> 'a1 result **)

let rec run = (fun step a s place ->
  let rec go a i =
    if i = String.length s then Good a
    else match step a (String.get s i) with
      | Good a -> go a (i + 1)
      | Bad e -> Bad { e with place = Some (Big.add place (Big.of_int i)) } in
  go a 0)

type json =
| Null
| Boolean of bool
| Number of Big.t
| Text of string
| List of json list
| Object of (string * json) list

(** val quoted : string -> piece list **)

let quoted s =
  (Say "'") :: ((Show s) :: ((Say "'") :: []))

(** val described : json -> piece list **)

let described = function
| Null -> (Say "None") :: []
| Boolean b0 -> if b0 then (Say "True") :: [] else (Say "False") :: []
| Number z0 -> (Count z0) :: []
| Text s -> quoted s
| List l -> (Say "a list of ") :: ((Count (Big.of_int (List.length l))) :: [])
| Object l ->
  (Say "a dict of ") :: ((Count (Big.of_int (List.length l))) :: [])

(** val entries : string -> json -> json list result **)

let entries name v = match v with
| List l -> Good l
| _ ->
  malformed ((Say name) :: ((Say " must be a list, not ") :: (described v)))

(** val integer : string -> Big.t -> Big.t -> json -> Big.t result **)

let integer name least3 most2 v =
  let refused =
    malformed ((Say name) :: ((Say " must be an integer in ") :: ((Count
      least3) :: ((Say "..") :: ((Count most2) :: ((Say
      ", not ") :: (described v)))))))
  in
  (match v with
   | Number z0 ->
     if (&&) (Big.leq least3 z0) (Big.leq z0 most2) then Good z0 else refused
   | _ -> refused)

(** val get : string -> (string * json) list -> json option **)

let rec get key0 = function
| [] -> None
| p :: rest ->
  let (k, v) = p in if String.equal k key0 then Some v else get key0 rest

(** val values :
    string -> string list -> (string * json) list -> json list result **)

let rec values name keys0 fields =
  match keys0 with
  | [] -> Good []
  | key0 :: rest ->
    (match get key0 fields with
     | Some v -> bind (values name rest fields) (fun vs -> Good (v :: vs))
     | None ->
       malformed ((Say name) :: ((Say " lacks the key ") :: (quoted key0))))

(** val known :
    string -> string list -> (string * json) list -> unit result **)

let rec known name keys0 = function
| [] -> Good ()
| p :: rest ->
  let (k, _) = p in
  if existsb (String.equal k) keys0
  then known name keys0 rest
  else malformed ((Say name) :: ((Say " has the unknown key ") :: (quoted k)))

(** val exactly : string -> string list -> json -> json list result **)

let exactly name keys0 v = match v with
| Object fields ->
  bind (known name keys0 fields) (fun _ -> values name keys0 fields)
| _ ->
  malformed ((Say name) :: ((Say
    " must be an object, not ") :: (described v)))

(** val dIGIT_0 : Big.t option **)

let dIGIT_0 =
  Some Big.zero

(** val dIGIT_1 : Big.t option **)

let dIGIT_1 =
  Some Big.one

(** val dIGIT_2 : Big.t option **)

let dIGIT_2 =
  Some (Big.doubled Big.one)

(** val dIGIT_3 : Big.t option **)

let dIGIT_3 =
  Some (Big.doubled_and_one Big.one)

(** val dIGIT_4 : Big.t option **)

let dIGIT_4 =
  Some (Big.doubled (Big.doubled Big.one))

(** val dIGIT_5 : Big.t option **)

let dIGIT_5 =
  Some (Big.doubled_and_one (Big.doubled Big.one))

(** val dIGIT_6 : Big.t option **)

let dIGIT_6 =
  Some (Big.doubled (Big.doubled_and_one Big.one))

(** val dIGIT_7 : Big.t option **)

let dIGIT_7 =
  Some (Big.doubled_and_one (Big.doubled_and_one Big.one))

(** val dIGIT_8 : Big.t option **)

let dIGIT_8 =
  Some (Big.doubled (Big.doubled (Big.doubled Big.one)))

(** val dIGIT_9 : Big.t option **)

let dIGIT_9 =
  Some (Big.doubled_and_one (Big.doubled (Big.doubled Big.one)))

(** val digit : char -> Big.t option **)

let digit = function
| '0' -> dIGIT_0
| '1' -> dIGIT_1
| '2' -> dIGIT_2
| '3' -> dIGIT_3
| '4' -> dIGIT_4
| '5' -> dIGIT_5
| '6' -> dIGIT_6
| '7' -> dIGIT_7
| '8' -> dIGIT_8
| '9' -> dIGIT_9
| _ -> None

(** val mAX_DIGITS : Big.t **)

let mAX_DIGITS =
  (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    Big.one)))))))))))))

type decimal = { high : Big.t; scale : Big.t; low : Big.t; count : Big.t }

(** val no_digits : decimal **)

let no_digits =
  { high = Big.zero; scale = Big.one; low = Big.zero; count = Big.zero }

(** val tEN : Big.t **)

let tEN =
  (Big.doubled (Big.doubled_and_one (Big.doubled Big.one)))

(** val sCALE : Big.t **)

let sCALE =
  (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one
    Big.one)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))

(** val one_more : decimal -> Big.t -> decimal **)

let one_more d0 n0 =
  if Big.lt d0.scale sCALE
  then { high = d0.high; scale = (Big.mul d0.scale tEN); low =
         (Big.add (Big.mul d0.low tEN) n0); count =
         (Big.add d0.count Big.one) }
  else { high = (Big.add (Big.mul d0.high d0.scale) d0.low); scale = tEN;
         low = n0; count = (Big.add d0.count Big.one) }

(** val value : decimal -> Big.t **)

let value d0 =
  Big.add (Big.mul d0.high d0.scale) d0.low

type spelling =
| Begin
| Negative
| Nothing
| Above of bool * decimal
| Slash of Big.t
| Below of Big.t * decimal
| Wrong

(** val signed : bool -> Big.t -> Big.t **)

let signed negative0 z0 =
  if negative0 then Big.opp z0 else z0

(** val spell : spelling -> char -> spelling **)

let spell s b0 =
  match s with
  | Begin ->
    (match digit b0 with
     | Some d0 ->
       if Big.equal d0 Big.zero
       then Nothing
       else Above (false, (one_more no_digits d0))
     | None -> if Char.equal b0 '-' then Negative else Wrong)
  | Negative ->
    (match digit b0 with
     | Some d0 ->
       if Big.equal d0 Big.zero
       then Wrong
       else Above (true, (one_more no_digits d0))
     | None -> Wrong)
  | Above (negative0, n0) ->
    (match digit b0 with
     | Some d0 ->
       if Big.lt n0.count mAX_DIGITS
       then Above (negative0, (one_more n0 d0))
       else Wrong
     | None ->
       if Char.equal b0 '/'
       then Slash (signed negative0 (value n0))
       else Wrong)
  | Slash above0 ->
    (match digit b0 with
     | Some d0 ->
       if Big.equal d0 Big.zero
       then Wrong
       else Below (above0, (one_more no_digits d0))
     | None -> Wrong)
  | Below (above0, n0) ->
    (match digit b0 with
     | Some d0 ->
       if Big.lt n0.count mAX_DIGITS
       then Below (above0, (one_more n0 d0))
       else Wrong
     | None -> Wrong)
  | _ -> Wrong

(** val spelled : spelling -> q option **)

let spelled = function
| Nothing -> Some { qnum = Big.zero; qden = Big.one }
| Above (negative0, n0) ->
  Some { qnum = (signed negative0 (value n0)); qden = Big.one }
| Below (above0, n0) ->
  let below0 = Big.to_positive (value n0) in
  if (&&) (Big.lt Big.one (value n0))
       (Big.equal (Big.gcd above0 (value n0)) Big.one)
  then Some { qnum = above0; qden = below0 }
  else None
| _ -> None

(** val digits_together : string -> Big.t * Big.t **)

let digits_together s =
  Big.fold (fun found1 b0 ->
    match digit b0 with
    | Some _ ->
      ((Big.add (fst found1) Big.one),
        (Big.max (Big.add (fst found1) Big.one) (snd found1)))
    | None -> (Big.zero, (snd found1))) (Big.zero, Big.zero) s

(** val rational : string -> json -> q result **)

let rational name v = match v with
| Text s ->
  (match spelled (Big.fold spell Begin s) with
   | Some q0 -> Good q0
   | None ->
     malformed ((Say
       name) :: (if Big.lt mAX_DIGITS (snd (digits_together s))
                 then (Say " has more than ") :: ((Count mAX_DIGITS) :: ((Say
                        " digits") :: []))
                 else (Say
                        " must be a rational number in lowest terms, not ") :: 
                        (quoted s))))
| _ ->
  malformed ((Say name) :: ((Say
    " must be a rational number in a string, not ") :: (described v)))

(** val name_letter : char -> bool **)

let name_letter b0 =
  let n0 = Big.of_byte b0 in
  (||)
    ((||)
      ((||)
        ((||)
          ((&&)
            (Big.leq (Big.doubled (Big.doubled (Big.doubled (Big.doubled
              (Big.doubled_and_one Big.one))))) n0)
            (Big.leq n0 (Big.doubled_and_one (Big.doubled (Big.doubled
              (Big.doubled_and_one (Big.doubled_and_one Big.one)))))))
          ((&&)
            (Big.leq (Big.doubled_and_one (Big.doubled (Big.doubled
              (Big.doubled (Big.doubled (Big.doubled Big.one)))))) n0)
            (Big.leq n0 (Big.doubled (Big.doubled_and_one (Big.doubled
              (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
              Big.one)))))))))
        ((&&)
          (Big.leq (Big.doubled_and_one (Big.doubled (Big.doubled
            (Big.doubled (Big.doubled (Big.doubled_and_one Big.one)))))) n0)
          (Big.leq n0 (Big.doubled (Big.doubled_and_one (Big.doubled
            (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
            Big.one)))))))))
      (Big.equal n0 (Big.doubled_and_one (Big.doubled_and_one
        (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
        (Big.doubled Big.one))))))))
    (Big.equal n0 (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled Big.one))))))

(** val file_name : string -> bool **)

let file_name s =
  Big.string_case
    (fun _ -> false)
    (fun b0 _ ->
    (&&)
      ((&&) (name_letter b0)
        (Big.fold (fun good b1 ->
          (&&) good ((||) (name_letter b1) (Char.equal b1 '.'))) true s))
      (Big.leq (Big.size s) (Big.doubled (Big.doubled (Big.doubled
        (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
        Big.one)))))))))
    s

(** val hexadecimal : char -> bool **)

let hexadecimal b0 =
  let n0 = Big.of_byte b0 in
  (||)
    ((&&)
      (Big.leq (Big.doubled (Big.doubled (Big.doubled (Big.doubled
        (Big.doubled_and_one Big.one))))) n0)
      (Big.leq n0 (Big.doubled_and_one (Big.doubled (Big.doubled
        (Big.doubled_and_one (Big.doubled_and_one Big.one)))))))
    ((&&)
      (Big.leq (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
        (Big.doubled (Big.doubled_and_one Big.one)))))) n0)
      (Big.leq n0 (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
        (Big.doubled (Big.doubled (Big.doubled_and_one Big.one))))))))

(** val digest : string -> bool **)

let digest s =
  (&&) (Big.fold (fun good b0 -> (&&) good (hexadecimal b0)) true s)
    (Big.equal (Big.size s) (Big.doubled (Big.doubled (Big.doubled
      (Big.doubled (Big.doubled (Big.doubled Big.one)))))))

(** val fILE : string **)

let fILE =
  Big.byte_before ('f', (Big.byte_before ('i', (Big.byte_before ('l',
    (Big.byte_before ('e', "")))))))

(** val sHA256 : string **)

let sHA256 =
  Big.byte_before ('s', (Big.byte_before ('h', (Big.byte_before ('a',
    (Big.byte_before ('2', (Big.byte_before ('5', (Big.byte_before ('6',
    "")))))))))))

(** val reference : string -> json -> (string * string) result **)

let reference name v =
  bind (exactly name (fILE :: (sHA256 :: [])) v) (fun parts1 ->
    match parts1 with
    | [] -> malformed ((Say name) :: [])
    | v0 :: l ->
      (match v0 with
       | Text file0 ->
         (match l with
          | [] ->
            malformed ((Say name) :: ((Say
              " must name a file of the same folder, not ") :: (described v0)))
          | v1 :: l0 ->
            (match v1 with
             | Text sha257 ->
               (match l0 with
                | [] ->
                  if negb (file_name file0)
                  then malformed ((Say name) :: ((Say
                         " must name a file of the same folder, not ") :: 
                         (quoted file0)))
                  else if digest sha257
                       then Good (file0, sha257)
                       else malformed ((Say name) :: ((Say
                              " must give the SHA-256 in 64 lower-case hexadecimal digits, not ") :: 
                              (quoted sha257)))
                | _ :: _ ->
                  malformed ((Say name) :: ((Say
                    " must give the SHA-256 in 64 lower-case hexadecimal digits, not ") :: 
                    (described v1))))
             | _ ->
               malformed ((Say name) :: ((Say
                 " must give the SHA-256 in 64 lower-case hexadecimal digits, not ") :: 
                 (described v1)))))
       | _ ->
         malformed ((Say name) :: ((Say
           " must name a file of the same folder, not ") :: (described v0)))))

(** val number : int -> Big.t **)

let number w =
  Big.word_case
    (fun number2 -> number2)
    w

(** val zero : int **)

let zero =
  Big.to_word Big.zero

(** val rOUNDS : int list **)

let rOUNDS =
  Big.map Big.to_word ((Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    Big.one)))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one
    Big.one)))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one
    Big.one))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    Big.one)))))))))))))))))))))))))))))) :: ((Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled
    Big.one)))))))))))))))))))))))))))) :: ((Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    Big.one))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled
    Big.one)))))))))))))))))))))))))))))) :: ((Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one
    Big.one)))))))))))))))))))))))))))))) :: ((Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one Big.one))))))))))))))))))))))))))) :: ((Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled
    Big.one))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    Big.one))))))))))))))))))))))))))))) :: ((Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled Big.one)))))))))))))))))))))))))))))) :: ((Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    Big.one)))))))))))))))))))))))))))))) :: ((Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one
    Big.one)))))))))))))))))))))))))))))) :: ((Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled_and_one
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one
    Big.one)))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled
    Big.one)))))))))))))))))))))))))))) :: ((Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled
    Big.one))))))))))))))))))))))))))))) :: ((Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    Big.one))))))))))))))))))))))))))))) :: ((Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled
    Big.one)))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    Big.one)))))))))))))))))))))))))))))) :: ((Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    Big.one)))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one
    Big.one)))))))))))))))))))))))))))))) :: ((Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled Big.one)))))))))))))))))))))))))))) :: ((Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    Big.one)))))))))))))))))))))))))))) :: ((Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one Big.one)))))))))))))))))))))))))))) :: ((Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled
    Big.one))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one
    Big.one))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    Big.one))))))))))))))))))))))))))))) :: ((Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled
    Big.one)))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    Big.one)))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    Big.one)))))))))))))))))))))))))))))) :: ((Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    Big.one)))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one
    Big.one)))))))))))))))))))))))))))))) :: ((Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    Big.one))))))))))))))))))))))))))))))) :: ((Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    Big.one))))))))))))))))))))))))))))))) :: []))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))

type eight = { a : int; b : int; c : int; d : int; e : int; f : int; g : 
               int; h : int }

(** val sTART : eight **)

let sTART =
  { a =
    (Big.to_word (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
      (Big.doubled (Big.doubled (Big.doubled (Big.doubled
      (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
      (Big.doubled_and_one Big.one))))))))))))))))))))))))))))))); b =
    (Big.to_word (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
      (Big.doubled (Big.doubled (Big.doubled (Big.doubled
      (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
      (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled Big.one)))))))))))))))))))))))))))))))); c =
    (Big.to_word (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
      (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
      (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled_and_one Big.one)))))))))))))))))))))))))))))); d =
    (Big.to_word (Big.doubled (Big.doubled_and_one (Big.doubled
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
      (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
      (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
      (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
      Big.one)))))))))))))))))))))))))))))))); e =
    (Big.to_word (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
      (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
      (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled (Big.doubled (Big.doubled (Big.doubled
      (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
      (Big.doubled_and_one (Big.doubled Big.one)))))))))))))))))))))))))))))));
    f =
    (Big.to_word (Big.doubled (Big.doubled (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
      (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
      (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
      (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
      (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
      (Big.doubled Big.one)))))))))))))))))))))))))))))))); g =
    (Big.to_word (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
      (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
      (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
      Big.one))))))))))))))))))))))))))))); h =
    (Big.to_word (Big.doubled_and_one (Big.doubled (Big.doubled
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled (Big.doubled
      (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
      (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
      (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
      Big.one))))))))))))))))))))))))))))))) }

(** val by_2 : int **)

let by_2 =
  Stdlib.Int.succ (Stdlib.Int.succ 0)

(** val by_3 : int **)

let by_3 =
  Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ 0))

(** val by_6 : int **)

let by_6 =
  Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ 0)))))

(** val by_7 : int **)

let by_7 =
  Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ 0))))))

(** val by_10 : int **)

let by_10 =
  Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ 0)))))))))

(** val by_11 : int **)

let by_11 =
  Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ 0))))))))))

(** val by_13 : int **)

let by_13 =
  Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ 0))))))))))))

(** val by_17 : int **)

let by_17 =
  Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ 0))))))))))))))))

(** val by_18 : int **)

let by_18 =
  Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ 0)))))))))))))))))

(** val by_19 : int **)

let by_19 =
  Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ 0))))))))))))))))))

(** val by_22 : int **)

let by_22 =
  Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ 0)))))))))))))))))))))

(** val by_25 : int **)

let by_25 =
  Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ 0))))))))))))))))))))))))

(** val small_0 : int -> int **)

let small_0 x =
  (lxor) ((lxor) (Big.word_rotate x by_7) (Big.word_rotate x by_18))
    (Big.word_right x by_3)

(** val small_1 : int -> int **)

let small_1 x =
  (lxor) ((lxor) (Big.word_rotate x by_17) (Big.word_rotate x by_19))
    (Big.word_right x by_10)

(** val big_0 : int -> int **)

let big_0 x =
  (lxor) ((lxor) (Big.word_rotate x by_2) (Big.word_rotate x by_13))
    (Big.word_rotate x by_22)

(** val big_1 : int -> int **)

let big_1 x =
  (lxor) ((lxor) (Big.word_rotate x by_6) (Big.word_rotate x by_11))
    (Big.word_rotate x by_25)

(** val choose : int -> int -> int -> int **)

let choose x y z0 =
  (lxor) ((land) x y) ((land) (Big.word_not x) z0)

(** val majority : int -> int -> int -> int **)

let majority x y z0 =
  (lxor) ((lxor) ((land) x y) ((land) x z0)) ((land) y z0)

type sixteen = { w0 : int; w1 : int; w2 : int; w3 : int; w4 : int; w5 : 
                 int; w6 : int; w7 : int; w8 : int; w9 : int; w10 : int;
                 w11 : int; w12 : int; w13 : int; w14 : int; w15 : int }

(** val shifted : sixteen -> int -> sixteen **)

let shifted l w =
  let { w0 = _; w1 = x1; w2 = x2; w3 = x3; w4 = x4; w5 = x5; w6 = x6; w7 =
    x7; w8 = x8; w9 = x9; w10 = x10; w11 = x11; w12 = x12; w13 = x13; w14 =
    x14; w15 = x15 } = l
  in
  { w0 = x1; w1 = x2; w2 = x3; w3 = x4; w4 = x5; w5 = x6; w6 = x7; w7 = x8;
  w8 = x9; w9 = x10; w10 = x11; w11 = x12; w12 = x13; w13 = x14; w14 = x15;
  w15 = w }

(** val rounds :
    int list -> int -> int -> int -> int -> int -> int -> int -> int -> int
    -> int -> int -> int -> int -> int -> int -> int -> int -> int -> int ->
    int -> int -> int -> int -> int -> eight **)

let rec rounds ks x0 x1 x2 x3 x4 x5 x6 x7 x8 x9 x10 x11 x12 x13 x14 x15 a0 b0 c0 d0 e0 f0 g0 h0 =
  match ks with
  | [] -> { a = a0; b = b0; c = c0; d = d0; e = e0; f = f0; g = g0; h = h0 }
  | k :: ks0 ->
    let t1 =
      Big.word_add
        (Big.word_add (Big.word_add h0 (big_1 e0))
          (Big.word_add (choose e0 f0 g0) k)) x0
    in
    let t2 = Big.word_add (big_0 a0) (majority a0 b0 c0) in
    let w =
      Big.word_add (Big.word_add (small_1 x14) x9)
        (Big.word_add (small_0 x1) x0)
    in
    rounds ks0 x1 x2 x3 x4 x5 x6 x7 x8 x9 x10 x11 x12 x13 x14 x15 w
      (Big.word_add t1 t2) a0 b0 c0 (Big.word_add d0 t1) e0 f0 g0

(** val block : eight -> sixteen -> eight **)

let block s l =
  let t0 =
    rounds rOUNDS l.w0 l.w1 l.w2 l.w3 l.w4 l.w5 l.w6 l.w7 l.w8 l.w9 l.w10
      l.w11 l.w12 l.w13 l.w14 l.w15 s.a s.b s.c s.d s.e s.f s.g s.h
  in
  { a = (Big.word_add s.a t0.a); b = (Big.word_add s.b t0.b); c =
  (Big.word_add s.c t0.c); d = (Big.word_add s.d t0.d); e =
  (Big.word_add s.e t0.e); f = (Big.word_add s.f t0.f); g =
  (Big.word_add s.g t0.g); h = (Big.word_add s.h t0.h) }

(** val empty_block : sixteen **)

let empty_block =
  { w0 = zero; w1 = zero; w2 = zero; w3 = zero; w4 = zero; w5 = zero; w6 =
    zero; w7 = zero; w8 = zero; w9 = zero; w10 = zero; w11 = zero; w12 =
    zero; w13 = zero; w14 = zero; w15 = zero }

type state = { hash : eight; words0 : sixteen; filled : Big.t; last : 
               int; bytes_of_last : Big.t }

(** val start : state **)

let start =
  { hash = sTART; words0 = empty_block; filled = Big.zero; last = zero;
    bytes_of_last = Big.zero }

(** val add_word : eight -> sixteen -> Big.t -> int -> state **)

let add_word s l n0 w =
  let l0 = shifted l w in
  if Big.equal n0 (Big.doubled_and_one (Big.doubled_and_one
       (Big.doubled_and_one Big.one)))
  then { hash = (block s l0); words0 = l0; filled = Big.zero; last = zero;
         bytes_of_last = Big.zero }
  else { hash = s; words0 = l0; filled = (Big.add n0 Big.one); last = zero;
         bytes_of_last = Big.zero }

(** val add_byte : state -> char -> state **)

let add_byte s x =
  let w = Big.word_push s.last x in
  if Big.equal s.bytes_of_last (Big.doubled_and_one Big.one)
  then add_word s.hash s.words0 s.filled w
  else { hash = s.hash; words0 = s.words0; filled = s.filled; last = w;
         bytes_of_last = (Big.add s.bytes_of_last Big.one) }

(** val add_whole : state -> int -> state **)

let add_whole s w =
  add_word s.hash s.words0 s.filled w

(** val padded : state -> Big.t -> eight **)

let padded s bytes0 =
  let s0 = add_byte s '\x80' in
  let s1 =
    N.iter
      (Big.modulo
        (Big.natural_sub (Big.doubled (Big.doubled Big.one)) s0.bytes_of_last)
        (Big.doubled (Big.doubled Big.one))) (fun s1 -> add_byte s1 '\x00') s0
  in
  let s2 =
    N.iter
      (Big.modulo
        (Big.natural_sub (Big.doubled (Big.doubled_and_one
          (Big.doubled_and_one (Big.doubled_and_one Big.one)))) s1.filled)
        (Big.doubled (Big.doubled (Big.doubled (Big.doubled Big.one)))))
      (fun s2 -> add_whole s2 zero) s1
  in
  (add_whole
    (add_whole s2
      (Big.to_word
        (N.shiftr
          (Big.mul bytes0 (Big.doubled (Big.doubled (Big.doubled Big.one))))
          (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
          Big.one))))))))
    (Big.to_word
      (Big.mul bytes0 (Big.doubled (Big.doubled (Big.doubled Big.one)))))).hash

(** val hexadecimal_digit : Big.t -> char **)

let hexadecimal_digit n0 =
  match of_N
          (if Big.lt n0 (Big.doubled (Big.doubled_and_one (Big.doubled
                Big.one)))
           then Big.add n0 (Big.doubled (Big.doubled (Big.doubled
                  (Big.doubled (Big.doubled_and_one Big.one)))))
           else Big.add n0 (Big.doubled_and_one (Big.doubled_and_one
                  (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
                  (Big.doubled Big.one))))))) with
  | Some b0 -> b0
  | None -> '0'

(** val word_digits : int -> string -> string **)

let word_digits w rest =
  Big.fold_left (fun rest0 k -> Big.byte_before
    ((hexadecimal_digit
       (Big.logand (N.shiftr (number w) k) (Big.doubled_and_one
         (Big.doubled_and_one (Big.doubled_and_one Big.one))))), rest0))
    (Big.zero :: ((Big.doubled (Big.doubled Big.one)) :: ((Big.doubled
    (Big.doubled (Big.doubled Big.one))) :: ((Big.doubled (Big.doubled
    (Big.doubled_and_one Big.one))) :: ((Big.doubled (Big.doubled
    (Big.doubled (Big.doubled Big.one)))) :: ((Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled Big.one)))) :: ((Big.doubled
    (Big.doubled (Big.doubled (Big.doubled_and_one
    Big.one)))) :: ((Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one Big.one)))) :: [])))))))) rest

(** val digits : eight -> string **)

let digits s =
  Big.fold_right word_digits ""
    (s.a :: (s.b :: (s.c :: (s.d :: (s.e :: (s.f :: (s.g :: (s.h :: []))))))))

(** val sha256 : string -> string **)

let sha256 s =
  digits (padded (Big.fold add_byte start s) (Big.size s))

type vec = q list

type data = (vec * vec) list

type row = (int * Big.t) list

type unit_kind =
| Relu
| Step

type net =
| Affine of Big.t * (row * Big.t) list
| Identity
| Units of unit_kind * Big.t
| Sequence of net * net
| Concatenate of net * net
| Branch of Big.t * row * Big.t * net * net

(** val dot : row -> q list -> q **)

let rec dot r x =
  match r with
  | [] -> { qnum = Big.zero; qden = Big.one }
  | p :: r' ->
    let (gap, w) = p in
    (match Big.skip gap x with
     | [] -> { qnum = Big.zero; qden = Big.one }
     | q0 :: x' -> qplus (qmult (inject_Z w) q0) (dot r' x'))

(** val act : unit_kind -> q -> q **)

let act kind0 v =
  if qle_bool { qnum = Big.zero; qden = Big.one } v
  then (match kind0 with
        | Relu -> v
        | Step -> { qnum = Big.one; qden = Big.one })
  else { qnum = Big.zero; qden = Big.one }

(** val affine : Big.t -> (row * Big.t) -> q list -> q **)

let affine scale1 r x =
  qmult (qplus (dot (fst r) x) (inject_Z (snd r))) { qnum = Big.one; qden =
    scale1 }

(** val opens : row -> Big.t -> q list -> bool **)

let opens normal threshold x =
  qle_bool (inject_Z threshold) (dot normal x)

(** val run0 : net -> q list -> q list **)

let rec run0 n0 x =
  match n0 with
  | Affine (scale1, rows0) -> Big.map (fun r -> affine scale1 r x) rows0
  | Identity -> x
  | Units (kind0, _) -> Big.map (act kind0) x
  | Sequence (f0, g0) -> run0 g0 (run0 f0 x)
  | Concatenate (f0, g0) -> Big.append (run0 f0 x) (run0 g0 x)
  | Branch (_, normal, threshold, below0, above0) ->
    if opens normal threshold x then run0 above0 x else run0 below0 x

(** val reach : row -> Big.t **)

let rec reach = function
| [] -> Big.zero
| p :: r' ->
  let (gap, _) = p in Big.add (Big.succ (Big.of_int gap)) (reach r')

type part = { body : net; ins : Big.t; outs : Big.t; fits : bool }

(** val some : 'a1 list -> bool **)

let some = function
| [] -> false
| _ :: _ -> true

(** val pAffine : Big.t -> Big.t -> (row * Big.t) list -> part **)

let pAffine p scale1 rows0 =
  { body = (Affine (scale1, rows0)); ins = p; outs =
    (Big.of_int (List.length rows0)); fits =
    ((&&) ((&&) (Big.leq Big.one p) (some rows0))
      (forallb (fun r -> Big.leq (reach (fst r)) p) rows0)) }

(** val pIdentity : Big.t -> part **)

let pIdentity p =
  { body = Identity; ins = p; outs = p; fits = (Big.leq Big.one p) }

(** val pUnits : unit_kind -> Big.t -> part **)

let pUnits kind0 p =
  { body = (Units (kind0, ( p))); ins = p; outs = p; fits =
    (Big.leq Big.one p) }

(** val pSequence : part -> part -> part **)

let pSequence f0 g0 =
  { body = (Sequence (f0.body, g0.body)); ins = f0.ins; outs = g0.outs;
    fits = ((&&) ((&&) f0.fits g0.fits) (Big.equal f0.outs g0.ins)) }

(** val pConcatenate : part -> part -> part **)

let pConcatenate f0 g0 =
  { body = (Concatenate (f0.body, g0.body)); ins = f0.ins; outs =
    (Big.add f0.outs g0.outs); fits =
    ((&&) ((&&) f0.fits g0.fits) (Big.equal f0.ins g0.ins)) }

(** val pBranch : Big.t -> Big.t -> row -> Big.t -> part -> part -> part **)

let pBranch p scale1 normal t0 below0 above0 =
  { body = (Branch (scale1, normal, t0, below0.body, above0.body)); ins = p;
    outs = below0.outs; fits =
    ((&&)
      ((&&)
        ((&&) ((&&) ((&&) below0.fits above0.fits) (Big.equal below0.ins p))
          (Big.equal above0.ins p)) (Big.equal below0.outs above0.outs))
      (Big.leq (reach normal) p)) }

(** val has_widths : int -> int -> part -> bool **)

let has_widths p q0 n0 =
  (&&) ((&&) n0.fits (Big.equal n0.ins (Big.of_int p)))
    (Big.equal n0.outs (Big.of_int q0))

type symbol =
| Space
| Quote
| Comma
| Colon
| OpenList
| CloseList
| OpenObject
| CloseObject
| Minus
| Digit of Big.t
| Other

(** val sYMBOL_0 : symbol **)

let sYMBOL_0 =
  Digit Big.zero

(** val sYMBOL_1 : symbol **)

let sYMBOL_1 =
  Digit Big.one

(** val sYMBOL_2 : symbol **)

let sYMBOL_2 =
  Digit (Big.doubled Big.one)

(** val sYMBOL_3 : symbol **)

let sYMBOL_3 =
  Digit (Big.doubled_and_one Big.one)

(** val sYMBOL_4 : symbol **)

let sYMBOL_4 =
  Digit (Big.doubled (Big.doubled Big.one))

(** val sYMBOL_5 : symbol **)

let sYMBOL_5 =
  Digit (Big.doubled_and_one (Big.doubled Big.one))

(** val sYMBOL_6 : symbol **)

let sYMBOL_6 =
  Digit (Big.doubled (Big.doubled_and_one Big.one))

(** val sYMBOL_7 : symbol **)

let sYMBOL_7 =
  Digit (Big.doubled_and_one (Big.doubled_and_one Big.one))

(** val sYMBOL_8 : symbol **)

let sYMBOL_8 =
  Digit (Big.doubled (Big.doubled (Big.doubled Big.one)))

(** val sYMBOL_9 : symbol **)

let sYMBOL_9 =
  Digit (Big.doubled_and_one (Big.doubled (Big.doubled Big.one)))

(** val symbol_of : char -> symbol **)

let symbol_of = function
| '\t' -> Space
| '\n' -> Space
| '\r' -> Space
| ' ' -> Space
| '"' -> Quote
| ',' -> Comma
| '-' -> Minus
| '0' -> sYMBOL_0
| '1' -> sYMBOL_1
| '2' -> sYMBOL_2
| '3' -> sYMBOL_3
| '4' -> sYMBOL_4
| '5' -> sYMBOL_5
| '6' -> sYMBOL_6
| '7' -> sYMBOL_7
| '8' -> sYMBOL_8
| '9' -> sYMBOL_9
| ':' -> Colon
| '[' -> OpenList
| ']' -> CloseList
| '{' -> OpenObject
| '}' -> CloseObject
| _ -> Other

type character =
| Plain
| QuoteInText
| Backslash
| Control

(** val bLANK : Big.t **)

let bLANK =
  (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    Big.one)))))

(** val bEYOND : Big.t **)

let bEYOND =
  (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled Big.one)))))))

(** val character_of : char -> character **)

let character_of b0 = match b0 with
| '"' -> QuoteInText
| '\\' -> Backslash
| _ ->
  let n0 = Big.of_byte b0 in
  if (&&) (Big.leq bLANK n0) (Big.lt n0 bEYOND) then Plain else Control

(** val escaped : char -> char option **)

let escaped b0 = match b0 with
| '"' -> Some b0
| '/' -> Some b0
| '\\' -> Some b0
| 'b' -> Some '\x08'
| 'f' -> Some '\x0c'
| 'n' -> Some '\n'
| 'r' -> Some '\r'
| 't' -> Some '\t'
| _ -> None

(** val nibble : char -> Big.t option **)

let nibble b0 =
  let n0 = Big.of_byte b0 in
  if (&&)
       (Big.leq (Big.doubled (Big.doubled (Big.doubled (Big.doubled
         (Big.doubled_and_one Big.one))))) n0)
       (Big.leq n0 (Big.doubled_and_one (Big.doubled (Big.doubled
         (Big.doubled_and_one (Big.doubled_and_one Big.one))))))
  then Some
         (Big.natural_sub n0 (Big.doubled (Big.doubled (Big.doubled
           (Big.doubled (Big.doubled_and_one Big.one))))))
  else if (&&)
            (Big.leq (Big.doubled_and_one (Big.doubled (Big.doubled
              (Big.doubled (Big.doubled (Big.doubled Big.one)))))) n0)
            (Big.leq n0 (Big.doubled (Big.doubled_and_one
              (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled
              Big.one)))))))
       then Some
              (Big.natural_sub n0 (Big.doubled_and_one (Big.doubled_and_one
                (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
                Big.one))))))
       else if (&&)
                 (Big.leq (Big.doubled_and_one (Big.doubled (Big.doubled
                   (Big.doubled (Big.doubled (Big.doubled_and_one
                   Big.one)))))) n0)
                 (Big.leq n0 (Big.doubled (Big.doubled_and_one
                   (Big.doubled_and_one (Big.doubled (Big.doubled
                   (Big.doubled_and_one Big.one)))))))
            then Some
                   (Big.natural_sub n0 (Big.doubled_and_one
                     (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
                     (Big.doubled_and_one (Big.doubled Big.one)))))))
            else None

(** val byte_of : Big.t -> char **)

let byte_of n0 =
  match of_N n0 with
  | Some b0 -> b0
  | None -> '\x00'

(** val encoded : Big.t -> char list **)

let encoded n0 =
  if Big.lt n0 (Big.doubled (Big.doubled (Big.doubled (Big.doubled
       (Big.doubled (Big.doubled (Big.doubled Big.one)))))))
  then (byte_of n0) :: []
  else if Big.lt n0 (Big.doubled (Big.doubled (Big.doubled (Big.doubled
            (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
            (Big.doubled (Big.doubled Big.one)))))))))))
       then (byte_of
              (Big.add (Big.doubled (Big.doubled (Big.doubled (Big.doubled
                (Big.doubled (Big.doubled (Big.doubled_and_one Big.one)))))))
                (Big.div n0 (Big.doubled (Big.doubled (Big.doubled
                  (Big.doubled (Big.doubled (Big.doubled Big.one))))))))) :: (
              (byte_of
                (Big.add (Big.doubled (Big.doubled (Big.doubled (Big.doubled
                  (Big.doubled (Big.doubled (Big.doubled Big.one)))))))
                  (Big.modulo n0 (Big.doubled (Big.doubled (Big.doubled
                    (Big.doubled (Big.doubled (Big.doubled Big.one))))))))) :: [])
       else (byte_of
              (Big.add (Big.doubled (Big.doubled (Big.doubled (Big.doubled
                (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
                Big.one)))))))
                (Big.div n0 (Big.doubled (Big.doubled (Big.doubled
                  (Big.doubled (Big.doubled (Big.doubled (Big.doubled
                  (Big.doubled (Big.doubled (Big.doubled (Big.doubled
                  (Big.doubled Big.one))))))))))))))) :: ((byte_of
                                                            (Big.add
                                                              (Big.doubled
                                                              (Big.doubled
                                                              (Big.doubled
                                                              (Big.doubled
                                                              (Big.doubled
                                                              (Big.doubled
                                                              (Big.doubled
                                                              Big.one)))))))
                                                              (Big.modulo
                                                                (Big.div n0
                                                                  (Big.doubled
                                                                  (Big.doubled
                                                                  (Big.doubled
                                                                  (Big.doubled
                                                                  (Big.doubled
                                                                  (Big.doubled
                                                                  Big.one)))))))
                                                                (Big.doubled
                                                                (Big.doubled
                                                                (Big.doubled
                                                                (Big.doubled
                                                                (Big.doubled
                                                                (Big.doubled
                                                                Big.one))))))))) :: (
              (byte_of
                (Big.add (Big.doubled (Big.doubled (Big.doubled (Big.doubled
                  (Big.doubled (Big.doubled (Big.doubled Big.one)))))))
                  (Big.modulo n0 (Big.doubled (Big.doubled (Big.doubled
                    (Big.doubled (Big.doubled (Big.doubled Big.one))))))))) :: []))

(** val is_u : char -> bool **)

let is_u = function
| 'u' -> true
| _ -> false

(** val word_null : char list **)

let word_null =
  'n' :: ('u' :: ('l' :: ('l' :: [])))

(** val word_true : char list **)

let word_true =
  't' :: ('r' :: ('u' :: ('e' :: [])))

(** val word_false : char list **)

let word_false =
  'f' :: ('a' :: ('l' :: ('s' :: ('e' :: []))))

(** val mAX_DEPTH : int **)

let mAX_DEPTH =
  Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    0)))))))))))))))

(** val mAX_TEXT : Big.t **)

let mAX_TEXT =
  (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled Big.one))))))))))))))))

(** val mAX_KEYS : int **)

let mAX_KEYS =
  Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    0)))))))))))))))))))))))))))))))

type 'a field =
| Whole of json
| Fed of 'a

type 'a stack =
| Outer of (string * 'a field) list * string
| Elements of (string * 'a field) list * string * 'a
| InList of json list * 'a stack
| InObject of (string * json) list * string * 'a stack

type 'a object0 =
| OuterObject of (string * 'a field) list
| InnerObject of (string * json) list * 'a stack

type 'a target =
| ForValue of 'a stack
| ForKey of 'a object0

type escape =
| NoEscape
| AfterBackslash
| InHex of Big.t list

type 'a state0 =
| Start
| AtValue of bool * 'a stack
| AfterItem of 'a stack
| AfterField of 'a object0
| AtKey of bool * 'a object0
| AtColon of 'a object0 * string
| InText of 'a target * char list * Big.t * escape
| AfterMinus of 'a stack
| AfterNought of 'a stack
| InNumber of 'a stack * bool * decimal
| InWord of 'a stack * char list * json
| Finished of (string * 'a field) list

(** val wrong : string -> 'a1 result **)

let wrong what =
  malformed ((Say "not JSON as docs/reference/format.md has it: ") :: ((Say
    what) :: []))

(** val put :
    (string -> 'a1 -> json -> 'a1 result) -> json -> 'a1 stack -> 'a1 state0
    result **)

let put feed v = function
| Outer (fields, key0) ->
  Good (AfterField (OuterObject ((key0, (Whole v)) :: fields)))
| Elements (fields, key0, a0) ->
  bind (feed key0 a0 v) (fun a' -> Good (AfterItem (Elements (fields, key0,
    a'))))
| InList (l, below0) -> Good (AfterItem (InList ((v :: l), below0)))
| InObject (fields, key0, below0) ->
  Good (AfterField (InnerObject (((key0, v) :: fields), below0)))

(** val close_list :
    (string -> 'a1 -> json -> 'a1 result) -> 'a1 stack -> 'a1 state0 result **)

let close_list feed = function
| Elements (fields, key0, a0) ->
  Good (AfterField (OuterObject ((key0, (Fed a0)) :: fields)))
| InList (l, below0) -> put feed (List (List.rev l)) below0
| _ -> wrong "a value must stand before ]"

(** val close_object :
    (string -> 'a1 -> json -> 'a1 result) -> 'a1 object0 -> 'a1 state0 result **)

let close_object feed = function
| OuterObject fields -> Good (Finished (List.rev fields))
| InnerObject (fields, below0) -> put feed (Object (List.rev fields)) below0

(** val room : int -> 'a1 stack -> bool **)

let rec room n0 = function
| InList (_, below0) ->
  ((fun fO fS n -> if n=0 then fO () else fS (n-1))
     (fun _ -> false)
     (fun n1 -> room n1 below0)
     n0)
| InObject (_, _, below0) ->
  ((fun fO fS n -> if n=0 then fO () else fS (n-1))
     (fun _ -> false)
     (fun n1 -> room n1 below0)
     n0)
| _ -> true

(** val too_deep : 'a1 state0 result **)

let too_deep =
  wrong "values lie too deep in each other"

(** val open_list : 'a1 -> 'a1 stack -> 'a1 state0 result **)

let open_list start1 k = match k with
| Outer (fields, key0) ->
  Good (AtValue (true, (Elements (fields, key0, start1))))
| _ ->
  if room mAX_DEPTH k
  then Good (AtValue (true, (InList ([], k))))
  else too_deep

(** val open_object : 'a1 stack -> 'a1 state0 result **)

let open_object k =
  if room mAX_DEPTH k
  then Good (AtKey (true, (InnerObject ([], k))))
  else too_deep

(** val has_key : string -> (string * 'a1) list -> bool **)

let has_key key0 fields =
  existsb (fun f0 -> String.equal (fst f0) key0) fields

(** val fresh : string -> (string * 'a1) list -> unit result **)

let fresh key0 fields =
  if has_key key0 fields
  then wrong "a key is repeated"
  else if (<=) mAX_KEYS (List.length fields)
       then wrong "an object has too many keys"
       else Good ()

(** val fresh_in : string -> 'a1 object0 -> unit result **)

let fresh_in key0 = function
| OuterObject fields -> fresh key0 fields
| InnerObject (fields, _) -> fresh key0 fields

(** val under : string -> 'a1 object0 -> 'a1 stack **)

let under key0 = function
| OuterObject fields -> Outer (fields, key0)
| InnerObject (fields, below0) -> InObject (fields, key0, below0)

(** val put_text :
    (string -> 'a1 -> json -> 'a1 result) -> 'a1 target -> string -> 'a1
    state0 result **)

let put_text feed w s =
  match w with
  | ForValue k -> put feed (Text s) k
  | ForKey o -> bind (fresh_in s o) (fun _ -> Good (AtColon (o, s)))

(** val after :
    (string -> 'a1 -> json -> 'a1 result) -> 'a1 state0 -> char -> 'a1 state0
    result **)

let after feed s b0 =
  match s with
  | AfterItem k ->
    (match symbol_of b0 with
     | Space -> Good s
     | Comma -> Good (AtValue (false, k))
     | CloseList -> close_list feed k
     | _ -> wrong "a comma or ] must come after an element of a list")
  | AfterField o ->
    (match symbol_of b0 with
     | Space -> Good s
     | Comma -> Good (AtKey (false, o))
     | CloseObject -> close_object feed o
     | _ -> wrong "a comma or } must come after a value of an object")
  | _ -> wrong "a value must stand here"

(** val word0 : 'a1 stack -> char -> 'a1 state0 result **)

let word0 k = function
| 'f' -> Good (InWord (k, (tl word_false), (Boolean false)))
| 'n' -> Good (InWord (k, (tl word_null), Null))
| 't' -> Good (InWord (k, (tl word_true), (Boolean true)))
| _ -> wrong "a value must stand here, and numbers must be integers"

(** val text_step :
    (string -> 'a1 -> json -> 'a1 result) -> 'a1 target -> char list -> Big.t
    -> escape -> char -> 'a1 state0 result **)

let text_step feed w read n0 e0 b0 =
  match e0 with
  | NoEscape ->
    (match character_of b0 with
     | Plain ->
       if Big.lt n0 mAX_TEXT
       then Good (InText (w, (b0 :: read), (Big.add n0 Big.one), NoEscape))
       else wrong "a string is too long"
     | QuoteInText -> put_text feed w (Big.pack (List.rev read))
     | Backslash ->
       if Big.lt n0 mAX_TEXT
       then Good (InText (w, read, (Big.add n0 Big.one), AfterBackslash))
       else wrong "a string is too long"
     | Control ->
       wrong
         "a string may have ASCII characters only, and no control character")
  | AfterBackslash ->
    if is_u b0
    then Good (InText (w, read, n0, (InHex [])))
    else (match escaped b0 with
          | Some c0 -> Good (InText (w, (c0 :: read), n0, NoEscape))
          | None -> wrong "this is no escape of a string")
  | InHex digits1 ->
    (match nibble b0 with
     | Some d0 ->
       (match digits1 with
        | [] -> Good (InText (w, read, n0, (InHex (d0 :: digits1))))
        | n3 :: l ->
          (match l with
           | [] -> Good (InText (w, read, n0, (InHex (d0 :: digits1))))
           | n2 :: l0 ->
             (match l0 with
              | [] -> Good (InText (w, read, n0, (InHex (d0 :: digits1))))
              | n1 :: l1 ->
                (match l1 with
                 | [] ->
                   Good (InText (w,
                     (List.rev_append
                       (encoded
                         (Big.add
                           (Big.mul
                             (Big.add
                               (Big.mul
                                 (Big.add
                                   (Big.mul n1 (Big.doubled (Big.doubled
                                     (Big.doubled (Big.doubled Big.one)))))
                                   n2) (Big.doubled (Big.doubled (Big.doubled
                                 (Big.doubled Big.one))))) n3) (Big.doubled
                             (Big.doubled (Big.doubled (Big.doubled
                             Big.one))))) d0)) read), n0, NoEscape))
                 | _ :: _ ->
                   Good (InText (w, read, n0, (InHex (d0 :: digits1))))))))
     | None -> wrong "four hexadecimal digits must come after \\u")

(** val step :
    'a1 -> (string -> 'a1 -> json -> 'a1 result) -> 'a1 state0 -> char -> 'a1
    state0 result **)

let step start1 feed s b0 =
  match s with
  | Start ->
    (match symbol_of b0 with
     | Space -> Good Start
     | OpenObject -> Good (AtKey (true, (OuterObject [])))
     | _ -> wrong "the file must be one object")
  | AtValue (first1, k) ->
    (match symbol_of b0 with
     | Space -> Good s
     | Quote -> Good (InText ((ForValue k), [], Big.zero, NoEscape))
     | OpenList -> open_list start1 k
     | CloseList ->
       if first1
       then close_list feed k
       else wrong "a value must stand before ]"
     | OpenObject -> open_object k
     | Minus -> Good (AfterMinus k)
     | Digit d0 ->
       Good
         (if Big.equal d0 Big.zero
          then AfterNought k
          else InNumber (k, false, (one_more no_digits d0)))
     | _ -> word0 k b0)
  | AtKey (first1, o) ->
    (match symbol_of b0 with
     | Space -> Good s
     | Quote -> Good (InText ((ForKey o), [], Big.zero, NoEscape))
     | CloseObject ->
       if first1 then close_object feed o else wrong "a key must stand here"
     | _ -> wrong "a key must stand here")
  | AtColon (o, key0) ->
    (match symbol_of b0 with
     | Space -> Good s
     | Colon -> Good (AtValue (false, (under key0 o)))
     | _ -> wrong "a colon must come after a key")
  | InText (w, read, n0, e0) -> text_step feed w read n0 e0 b0
  | AfterMinus k ->
    (match symbol_of b0 with
     | Digit d0 ->
       if Big.equal d0 Big.zero
       then wrong "-0 is not an integer's spelling"
       else Good (InNumber (k, true, (one_more no_digits d0)))
     | _ -> wrong "a digit must come after -")
  | AfterNought k ->
    bind (put feed (Number Big.zero) k) (fun s' -> after feed s' b0)
  | InNumber (k, negative0, d0) ->
    (match symbol_of b0 with
     | Digit n0 ->
       if Big.lt d0.count mAX_DIGITS
       then Good (InNumber (k, negative0, (one_more d0 n0)))
       else wrong "an integer has too many digits"
     | _ ->
       bind (put feed (Number (signed negative0 (value d0))) k) (fun s' ->
         after feed s' b0))
  | InWord (k, rest, v) ->
    (match rest with
     | [] -> wrong "a value must stand here"
     | c0 :: rest' ->
       if Char.equal b0 c0
       then (match rest' with
             | [] -> put feed v k
             | _ :: _ -> Good (InWord (k, rest', v)))
       else wrong "a value must stand here")
  | Finished _ ->
    (match symbol_of b0 with
     | Space -> Good s
     | _ -> wrong "something comes after the object")
  | _ -> after feed s b0

(** val read_with :
    'a1 -> (string -> 'a1 -> json -> 'a1 result) -> string -> (string * 'a1
    field) list result **)

let read_with start1 feed s =
  match run (step start1 feed) Start s Big.zero with
  | Good a0 ->
    (match a0 with
     | Finished fields -> Good fields
     | _ -> wrong "the file ends too early")
  | Bad e0 -> Bad e0

(** val kept : string -> json list -> json -> json list result **)

let kept _ l v =
  Good (v :: l)

(** val whole_field : (string * json list field) -> string * json **)

let whole_field f0 =
  ((fst f0), (match snd f0 with
              | Whole v -> v
              | Fed l -> List (List.rev l)))

(** val fORMAT : string **)

let fORMAT =
  Big.byte_before ('f', (Big.byte_before ('o', (Big.byte_before ('r',
    (Big.byte_before ('m', (Big.byte_before ('a', (Big.byte_before ('t',
    "")))))))))))

(** val vERSION : string **)

let vERSION =
  Big.byte_before ('v', (Big.byte_before ('e', (Big.byte_before ('r',
    (Big.byte_before ('s', (Big.byte_before ('i', (Big.byte_before ('o',
    (Big.byte_before ('n', "")))))))))))))

(** val find : string -> (string * 'a1) list -> 'a1 option **)

let rec find key0 = function
| [] -> None
| p :: rest ->
  let (k, v) = p in if String.equal k key0 then Some v else find key0 rest

(** val spoken : 'a1 field -> piece list **)

let spoken = function
| Whole v -> described v
| Fed _ -> (Say "a list") :: []

(** val only : string list -> (string * 'a1) list -> unit result **)

let rec only keys0 = function
| [] -> Good ()
| p :: rest ->
  let (k, _) = p in
  if existsb (String.equal k) (fORMAT :: (vERSION :: keys0))
  then only keys0 rest
  else malformed ((Say "the file has the unknown key ") :: (quoted k))

(** val every : string list -> (string * 'a1) list -> unit result **)

let rec every keys0 fields =
  match keys0 with
  | [] -> Good ()
  | key0 :: rest ->
    (match find key0 fields with
     | Some _ -> every rest fields
     | None -> malformed ((Say "the file lacks the key ") :: (quoted key0)))

(** val is_document :
    string -> Big.t -> (string * 'a1 field) list -> unit result **)

let is_document format version fields =
  let wrong0 =
    malformed ((Say "\"format\" must be \"") :: ((Show format) :: ((Say
      "\"") :: [])))
  in
  bind
    (match find fORMAT fields with
     | Some f0 ->
       (match f0 with
        | Whole v ->
          (match v with
           | Text s -> if String.equal s format then Good () else wrong0
           | _ -> wrong0)
        | Fed _ -> wrong0)
     | None -> wrong0) (fun _ ->
    match find vERSION fields with
    | Some f0 ->
      (match f0 with
       | Whole v0 ->
         (match v0 with
          | Number v ->
            if Big.equal v version
            then Good ()
            else malformed
                   (Big.append ((Say "\"version\" must be ") :: ((Count
                     version) :: ((Say ", not ") :: ((Count v) :: []))))
                     (if (&&) (Big.leq Big.one v) (Big.lt v version)
                      then (Say
                             ": it was written by an earlier release; prove again") :: []
                      else []))
          | _ ->
            malformed
              (Big.append ((Say "\"version\" must be ") :: ((Count
                version) :: ((Say ", not ") :: []))) (spoken f0)))
       | Fed _ ->
         malformed
           (Big.append ((Say "\"version\" must be ") :: ((Count
             version) :: ((Say ", not ") :: []))) (spoken f0)))
    | None ->
      malformed ((Say "\"version\" must be ") :: ((Count version) :: ((Say
        ", not None") :: []))))

(** val has_fields :
    string list -> (string * 'a1 field) list -> unit result **)

let has_fields keys0 fields =
  bind (only keys0 fields) (fun _ -> every keys0 fields)

type values_over = Big.t list * Big.t

(** val zdot : row -> Big.t list -> Big.t **)

let rec zdot r xs =
  match r with
  | [] -> Big.zero
  | p :: r' ->
    let (gap, w) = p in
    (match Big.skip gap xs with
     | [] -> Big.zero
     | x :: xs' -> Big.add (Big.mul w x) (zdot r' xs'))

(** val common : values_over -> Big.t **)

let common xs =
  Big.fold_right Big.gcd (snd xs) (fst xs)

(** val lowest : values_over -> values_over **)

let lowest xs =
  Big.integer_case
    (fun _ -> xs)
    (fun g0 ->
    Big.positive_case
      (fun _ -> ((Big.map (fun x -> Big.div x g0) (fst xs)),
      (Big.to_positive (Big.div (snd xs) g0))))
      (fun _ -> ((Big.map (fun x -> Big.div x g0) (fst xs)),
      (Big.to_positive (Big.div (snd xs) g0))))
      (fun _ -> xs)
      g0)
    (fun _ -> xs)
    (common xs)

(** val zeval : net -> values_over -> values_over **)

let rec zeval n0 xs =
  match n0 with
  | Affine (scale1, rows0) ->
    lowest
      ((Big.map (fun r ->
         Big.add (zdot (fst r) (fst xs)) (Big.mul (snd r) (snd xs))) rows0),
      (Big.mul scale1 (snd xs)))
  | Identity -> xs
  | Units (kind0, _) ->
    (match kind0 with
     | Relu -> ((Big.map (Big.max Big.zero) (fst xs)), (snd xs))
     | Step ->
       ((Big.map (fun x -> if Big.leq Big.zero x then Big.one else Big.zero)
          (fst xs)), Big.one))
  | Sequence (f0, g0) -> zeval g0 (zeval f0 xs)
  | Concatenate (f0, g0) ->
    let a0 = zeval f0 xs in
    let b0 = zeval g0 xs in
    lowest
      ((Big.append (Big.map (Big.mul (snd b0)) (fst a0))
         (Big.map (Big.mul (snd a0)) (fst b0))), (Big.mul (snd a0) (snd b0)))
  | Branch (_, w, t0, below0, above0) ->
    if Big.leq (Big.mul t0 (snd xs)) (zdot w (fst xs))
    then zeval above0 xs
    else zeval below0 xs

(** val rationals : values_over -> vec **)

let rationals xs =
  Big.map (fun x -> { qnum = x; qden = (snd xs) }) (fst xs)

(** val unit_vector : int -> int -> values_over **)

let unit_vector q0 label0 =
  ((Big.map (fun j -> if (=) j label0 then Big.one else Big.zero) (seq 0 q0)),
    Big.one)

type zdata = (values_over * values_over) list

(** val rational_data : zdata -> data **)

let rational_data d0 =
  Big.map (fun row1 -> ((rationals (fst row1)), (rationals (snd row1)))) d0

(** val equal_over : Big.t list -> Big.t list -> Big.t -> Big.t -> bool **)

let rec equal_over xs ys a0 b0 =
  match xs with
  | [] -> (match ys with
           | [] -> true
           | _ :: _ -> false)
  | x :: xs' ->
    (match ys with
     | [] -> false
     | y :: ys' ->
       (&&) (Big.equal (Big.mul x b0) (Big.mul y a0))
         (equal_over xs' ys' a0 b0))

(** val smaller_but : int -> Big.t -> Big.t list -> bool **)

let rec smaller_but label0 most2 = function
| [] -> true
| x :: l' ->
  ((fun fO fS n -> if n=0 then fO () else fS (n-1))
     (fun _ -> forallb (fun x0 -> Big.lt x0 most2) l')
     (fun label' -> (&&) (Big.lt x most2) (smaller_but label' most2 l'))
     label0)

(** val same_row : net -> net -> values_over -> bool **)

let same_row n0 m p =
  let a0 = zeval n0 p in
  let b0 = zeval m p in equal_over (fst a0) (fst b0) (snd a0) (snd b0)

(** val mAX_WIDTH : Big.t **)

let mAX_WIDTH =
  (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    Big.one))))))))))))))))))))

(** val weights_of :
    (int * q) list -> Big.t -> Big.t -> json list -> (int * q) list result **)

let rec weights_of read least3 width0 = function
| [] -> Good (List.rev read)
| j :: l0 ->
  (match l0 with
   | [] ->
     malformed ((Say "a row must have a weight after each position") :: [])
   | w :: rest ->
     bind (integer "a position" least3 (Big.sub width0 Big.one) j)
       (fun position ->
       bind (rational "a weight" w) (fun weight0 ->
         if Big.equal weight0.qnum Big.zero
         then malformed ((Say "a weight that is 0 must be left out") :: [])
         else weights_of (((Big.to_nat (Big.sub position least3)),
                weight0) :: read) (Big.add position Big.one) width0 rest)))

(** val gap_row : Big.t -> json -> (int * q) list result **)

let gap_row width0 v =
  bind (entries "a row" v) (fun l -> weights_of [] Big.zero width0 l)

(** val lcm0 : Big.t -> Big.t -> Big.t **)

let lcm0 a0 b0 =
  Big.integer_case
    (fun _ -> Big.one)
    (fun c0 -> c0)
    (fun _ -> Big.one)
    (Z.lcm a0 b0)

(** val denominator : q list -> Big.t -> Big.t **)

let denominator l d0 =
  Big.fold_left (fun d1 q0 ->
    if Big.equal q0.qden Big.one then d1 else lcm0 d1 q0.qden) l d0

(** val over : Big.t -> q -> Big.t **)

let over d0 q0 =
  if Big.equal q0.qden d0
  then q0.qnum
  else Big.mul q0.qnum (Big.div d0 q0.qden)

(** val integers : q list -> values_over **)

let integers l =
  let d0 = denominator l Big.one in ((Big.map (over d0) l), d0)

(** val weight_over : Big.t -> (int * q) -> int * Big.t **)

let weight_over d0 w =
  ((fst w), (over d0 (snd w)))

(** val scaled_row : (int * q) list -> q -> Big.t * (row * Big.t) **)

let scaled_row l b0 =
  let d0 = denominator (Big.map snd l) b0.qden in
  (d0, ((Big.map (weight_over d0) l), (over d0 b0)))

(** val rationals_from : q list -> string -> json list -> q list result **)

let rec rationals_from read name = function
| [] -> Good (List.rev read)
| v :: rest ->
  bind (rational name v) (fun q0 -> rationals_from (q0 :: read) name rest)

(** val rationals_of : string -> json list -> q list result **)

let rationals_of =
  rationals_from []

(** val point_of : string -> Big.t option -> json -> q list result **)

let point_of name width0 v =
  bind (entries name v) (fun l ->
    let n0 = Big.of_int (List.length l) in
    let good =
      match width0 with
      | Some w -> Big.equal n0 w
      | None -> (&&) (Big.leq Big.one n0) (Big.leq n0 mAX_WIDTH)
    in
    if good
    then rationals_of "a number" l
    else (match width0 with
          | Some w ->
            malformed ((Say name) :: ((Say " must have ") :: ((Count
              w) :: ((Say
              (if Big.equal w Big.one
               then " entry, not "
               else " entries, not ")) :: ((Count n0) :: [])))))
          | None ->
            malformed ((Say name) :: ((Say " must have 1..") :: ((Count
              mAX_WIDTH) :: ((Say " numbers, not ") :: ((Count n0) :: [])))))))

type 'a cell = 'a * bool

type 'a tree =
| Leaf of 'a cell
| Fork of 'a cell * 'a tree * 'a tree

type 'a trees = (Big.t * 'a tree) list

(** val push : 'a1 -> 'a1 trees -> 'a1 trees **)

let push a0 ts = match ts with
| [] -> (Big.one, (Leaf (a0, false))) :: ts
| p :: l ->
  let (n0, t0) = p in
  (match l with
   | [] -> (Big.one, (Leaf (a0, false))) :: ts
   | p0 :: rest ->
     let (m, u) = p0 in
     if Big.equal n0 m
     then ((Big.add (Big.add Big.one n0) m), (Fork ((a0, false), t0,
            u))) :: rest
     else (Big.one, (Leaf (a0, false))) :: ts)

(** val mark : 'a1 cell -> 'a1 cell **)

let mark c0 =
  ((fst c0), true)

(** val take : Big.t -> 'a1 tree -> Big.t -> 'a1 cell * 'a1 tree **)

let rec take n0 t0 i =
  match t0 with
  | Leaf c0 -> (c0, (Leaf (mark c0)))
  | Fork (c0, l, r) ->
    if Big.equal i Big.zero
    then (c0, (Fork ((mark c0), l, r)))
    else let half = Big.div n0 (Big.doubled Big.one) in
         if Big.leq i half
         then let (d0, l') = take half l (Big.sub i Big.one) in
              (d0, (Fork (c0, l', r)))
         else let (d0, r') = take half r (Big.sub (Big.sub i Big.one) half) in
              (d0, (Fork (c0, l, r')))

(** val use : 'a1 trees -> Big.t -> ('a1 cell * 'a1 trees) option **)

let rec use ts i =
  match ts with
  | [] -> None
  | p :: rest ->
    let (n0, t0) = p in
    if Big.lt i n0
    then let (c0, t') = take n0 t0 i in Some (c0, ((n0, t') :: rest))
    else (match use rest (Big.sub i n0) with
          | Some p0 -> let (c0, rest') = p0 in Some (c0, ((n0, t0) :: rest'))
          | None -> None)

(** val cells : 'a1 tree -> 'a1 cell list **)

let rec cells = function
| Leaf c0 -> c0 :: []
| Fork (c0, l, r) -> c0 :: (Big.append (cells l) (cells r))

(** val all_cells : 'a1 trees -> 'a1 cell list **)

let all_cells ts =
  flat_map (fun t0 -> cells (snd t0)) ts

type form = Big.t list

(** val places : (int * Big.t) list -> form **)

let rec places = function
| [] -> []
| p :: pairs' ->
  let (gap, a0) = p in
  Big.append (repeat Big.zero gap) (a0 :: (places pairs'))

(** val sparse : Big.t -> (int * Big.t) list -> form **)

let sparse c0 pairs =
  c0 :: (places pairs)

(** val addmul : Big.t -> form -> form -> form **)

let rec addmul w f0 acc =
  match f0 with
  | [] -> acc
  | a0 :: f' ->
    (match acc with
     | [] -> Big.map (Big.mul w) f0
     | b0 :: acc' -> (Big.add (Big.mul w a0) b0) :: (addmul w f' acc'))

(** val opposite : form -> form **)

let opposite f0 =
  Big.map Big.opp f0

(** val constant : form -> Big.t option **)

let constant = function
| [] -> Some Big.zero
| a0 :: f' -> if forallb (Big.equal Big.zero) f' then Some a0 else None

(** val divisor : Big.t -> form -> Big.t **)

let rec divisor g0 f0 =
  if Big.equal g0 Big.one
  then Big.one
  else (match f0 with
        | [] -> g0
        | a0 :: f' -> divisor (Big.gcd g0 a0) f')

(** val primitive : form -> form **)

let primitive f0 =
  let g0 = divisor Big.zero f0 in
  if Big.leq g0 Big.one then f0 else Big.map (fun a0 -> Big.div a0 g0) f0

type relation =
| Positive
| Nonnegative
| Zero

type constraint0 = form * relation

type multipliers = (int * Big.t) list

(** val combination :
    constraint0 list -> multipliers -> form -> bool -> (form * bool) option **)

let rec combination region0 ms acc strict =
  match ms with
  | [] -> Some (acc, strict)
  | p :: ms' ->
    let (gap, m) = p in
    (match Big.skip gap region0 with
     | [] -> None
     | c0 :: region' ->
       let (f0, r) = c0 in
       (match r with
        | Positive ->
          if Big.lt m Big.zero
          then None
          else combination region' ms' (addmul m f0 acc)
                 (if Big.lt Big.zero m then true else strict)
        | Nonnegative ->
          if Big.lt m Big.zero
          then None
          else combination region' ms' (addmul m f0 acc) strict
        | Zero -> combination region' ms' (addmul m f0 acc) strict))

(** val impossible : (form * bool) option -> bool **)

let impossible = function
| Some p ->
  let (f0, strict) = p in
  (match constant f0 with
   | Some c0 ->
     if Big.lt c0 Big.zero
     then true
     else if Big.equal c0 Big.zero then strict else false
   | None -> false)
| None -> false

(** val empty : constraint0 list -> multipliers -> bool **)

let empty region0 ms =
  impossible (combination region0 ms [] false)

(** val qfloor : q -> Big.t **)

let qfloor x =
  let { qnum = n0; qden = d0 } = x in Big.div n0 d0

(** val qceiling : q -> Big.t **)

let qceiling x =
  Big.opp (qfloor (qopp x))

type ending = (q * bool) option

type box = (ending * ending) list

(** val closer : bool -> q -> bool -> ending -> ending **)

let closer upper b0 strict e0 = match e0 with
| Some p ->
  let (c0, also) = p in
  if qeq_bool b0 c0
  then Some (c0, ((||) strict also))
  else if if upper then qle_bool b0 c0 else qle_bool c0 b0
       then Some (b0, strict)
       else e0
| None -> Some (b0, strict)

(** val single : form -> (int * Big.t) option **)

let rec single = function
| [] -> None
| a0 :: f' ->
  if Big.equal a0 Big.zero
  then (match single f' with
        | Some p -> let (i, w) = p in Some ((Stdlib.Int.succ i), w)
        | None -> None)
  else if forallb (Big.equal Big.zero) f' then Some (0, a0) else None

(** val narrowed :
    Big.t -> Big.t -> relation -> (ending * ending) -> ending * ending **)

let narrowed constant1 w r ends2 =
  let b0 = qdiv (inject_Z (Big.opp constant1)) (inject_Z w) in
  let strict = match r with
               | Positive -> true
               | _ -> false in
  let lower = match r with
              | Zero -> true
              | _ -> Big.lt Big.zero w in
  let upper = match r with
              | Zero -> true
              | _ -> Big.lt w Big.zero in
  ((if lower then closer false b0 strict (fst ends2) else fst ends2),
  (if upper then closer true b0 strict (snd ends2) else snd ends2))

(** val changed :
    int -> ((ending * ending) -> ending * ending) -> box -> box **)

let rec changed i g0 = function
| [] -> []
| e0 :: b' ->
  ((fun fO fS n -> if n=0 then fO () else fS (n-1))
     (fun _ -> (g0 e0) :: b')
     (fun i' -> e0 :: (changed i' g0 b'))
     i)

(** val narrow : box -> constraint0 -> box **)

let narrow b0 c0 =
  match fst c0 with
  | [] -> b0
  | constant1 :: f0 ->
    (match single f0 with
     | Some p ->
       let (i, w) = p in changed i (narrowed constant1 w (snd c0)) b0
     | None -> b0)

(** val everywhere : ending * ending **)

let everywhere =
  (None, None)

(** val box_of : int -> constraint0 list -> box **)

let box_of p region0 =
  Big.fold_left narrow region0 (repeat everywhere p)

(** val highest : form -> box -> q -> bool -> (q * bool) option **)

let rec highest f0 b0 sum strict =
  match f0 with
  | [] -> Some (sum, strict)
  | a0 :: f' ->
    (match b0 with
     | [] -> Some (sum, strict)
     | p :: b' ->
       let (l, h0) = p in
       if Big.equal a0 Big.zero
       then highest f' b' sum strict
       else (match if Big.lt Big.zero a0 then h0 else l with
             | Some p0 ->
               let (e0, also) = p0 in
               highest f' b' (qred (qplus sum (qmult (inject_Z a0) e0)))
                 ((||) strict also)
             | None -> None))

(** val trimmed : Big.t list -> Big.t list **)

let trimmed l =
  Big.fold_right (fun a0 rest ->
    match rest with
    | [] -> if Big.equal a0 Big.zero then [] else a0 :: []
    | _ :: _ -> a0 :: rest) [] l

(** val apart : int -> int -> form -> form * Big.t list **)

let apart p n0 f0 =
  let behind = Big.skip (Stdlib.Int.succ p) f0 in
  ((firstn (Stdlib.Int.succ p) f0),
  (trimmed
    (Big.append (repeat Big.zero (sub n0 (List.length behind)))
      (List.rev (firstn n0 behind)))))

type open_unit = { before : form; divisor_of : Big.t; scale0 : Big.t;
                   least : Big.t; greatest : Big.t; wide : int; older : 
                   int; parts : (form * Big.t list) }

(** val openUnit :
    int -> int -> form -> Big.t -> Big.t -> Big.t -> Big.t -> open_unit **)

let openUnit p n0 f0 q0 d0 l h0 =
  { before = f0; divisor_of = q0; scale0 = d0; least = l; greatest = h0;
    wide = p; older = n0; parts = (apart p n0 f0) }

type open_units = open_unit list

(** val up : Big.t -> Big.t -> Big.t **)

let up a0 b0 =
  Big.opp (Big.div (Big.opp a0) b0)

(** val difference : Big.t -> Big.t -> Big.t -> Big.t -> Big.t **)

let difference a0 s q0 t0 =
  Big.sub (Big.mul a0 (Big.max t0 Big.zero)) (Big.mul (Big.mul s q0) t0)

(** val most : Big.t -> Big.t -> open_unit -> Big.t **)

let most a0 s u =
  let d0 = difference a0 s u.divisor_of in
  let m = Big.max (d0 u.least) (d0 u.greatest) in
  if (&&) (Big.lt u.least Big.zero) (Big.lt Big.zero u.greatest)
  then Big.max m Big.zero
  else m

(** val gap_of : Big.t -> Big.t -> open_unit -> Big.t **)

let gap_of a0 s u =
  up (most a0 s u) u.scale0

(** val standard : Big.t -> open_unit -> Big.t **)

let standard a0 u =
  let q0 = u.divisor_of in
  let l = u.least in
  let h0 = u.greatest in
  if Big.leq h0 Big.zero
  then Big.zero
  else if Big.leq Big.zero l
       then Big.div a0 q0
       else if Big.lt Big.zero a0
            then Big.div (Big.mul a0 h0) (Big.mul q0 (Big.sub h0 l))
            else if Big.lt (Big.opp l) h0 then Big.div a0 q0 else Big.zero

(** val plus : Big.t -> form -> form **)

let plus c0 = function
| [] -> c0 :: []
| b0 :: f' -> (Big.add b0 c0) :: f'

type slopes = (int * Big.t) list

(** val slope_for : Big.t -> open_unit -> slopes -> Big.t * slopes **)

let slope_for a0 u = function
| [] -> ((if Big.equal a0 Big.zero then Big.zero else standard a0 u), [])
| p :: ss' ->
  let (n0, s) = p in
  ((fun fO fS n -> if n=0 then fO () else fS (n-1))
     (fun _ -> (s, ss'))
     (fun gap ->
     ((if Big.equal a0 Big.zero then Big.zero else standard a0 u), ((gap,
     s) :: ss')))
     n0)

(** val kept_apart : int -> int -> open_unit -> form * Big.t list **)

let kept_apart p n0 u =
  if (&&) ((=) u.wide p) ((=) u.older n0)
  then u.parts
  else apart p n0 u.before

(** val eliminated :
    int -> int -> open_units -> slopes -> form -> Big.t list -> form option **)

let rec eliminated p n0 us ss f0 factors0 = match factors0 with
| [] ->
  (match ss with
   | [] -> Some f0
   | _ :: _ ->
     (match us with
      | [] -> (match ss with
               | [] -> Some f0
               | _ :: _ -> None)
      | u :: us' ->
        let a0 = hd Big.zero factors0 in
        let named0 = slope_for a0 u ss in
        let s = fst named0 in
        if (&&) (Big.equal a0 Big.zero) (Big.equal s Big.zero)
        then eliminated p (pred n0) us' (snd named0) f0 (tl factors0)
        else let g0 = plus (gap_of a0 s u) f0 in
             if Big.equal s Big.zero
             then eliminated p (pred n0) us' (snd named0) g0 (tl factors0)
             else let row1 = kept_apart p (pred n0) u in
                  eliminated p (pred n0) us' (snd named0)
                    (addmul s (fst row1) g0)
                    (addmul s (snd row1) (tl factors0))))
| _ :: _ ->
  (match us with
   | [] -> (match ss with
            | [] -> Some f0
            | _ :: _ -> None)
   | u :: us' ->
     let a0 = hd Big.zero factors0 in
     let named0 = slope_for a0 u ss in
     let s = fst named0 in
     if (&&) (Big.equal a0 Big.zero) (Big.equal s Big.zero)
     then eliminated p (pred n0) us' (snd named0) f0 (tl factors0)
     else let g0 = plus (gap_of a0 s u) f0 in
          if Big.equal s Big.zero
          then eliminated p (pred n0) us' (snd named0) g0 (tl factors0)
          else let row1 = kept_apart p (pred n0) u in
               eliminated p (pred n0) us' (snd named0)
                 (addmul s (fst row1) g0) (addmul s (snd row1) (tl factors0)))

(** val bound : box -> open_units -> slopes -> form -> (q * bool) option **)

let bound b0 us ss f0 =
  let n0 = List.length us in
  let row1 = apart (List.length b0) n0 f0 in
  (match eliminated (List.length b0) n0 us ss (fst row1) (snd row1) with
   | Some f1 ->
     (match f1 with
      | [] -> Some ({ qnum = Big.zero; qden = Big.one }, false)
      | c0 :: g0 -> highest g0 b0 (inject_Z c0) false)
   | None -> None)

(** val negative : (q * bool) -> bool -> bool **)

let negative most2 strict =
  if qle_bool { qnum = Big.zero; qden = Big.one } (fst most2)
  then (&&) (qeq_bool (fst most2) { qnum = Big.zero; qden = Big.one })
         ((||) strict (snd most2))
  else true

(** val impossible_by_bound :
    box -> open_units -> slopes -> (form * bool) option -> bool **)

let impossible_by_bound b0 us ss = function
| Some p ->
  let (f0, strict) = p in
  (match bound b0 us ss f0 with
   | Some most2 -> negative most2 strict
   | None -> false)
| None -> false

(** val empty_by_bounds :
    box -> open_units -> constraint0 list -> slopes -> multipliers -> bool **)

let empty_by_bounds b0 us region0 ss ms =
  impossible_by_bound b0 us ss (combination region0 ms [] false)

(** val largest_divisor : open_units -> Big.t **)

let largest_divisor us =
  Big.fold_right (fun u n0 -> Big.max u.divisor_of n0) Big.one us

(** val own_bounds :
    box -> open_units -> form -> Big.t -> Big.t -> (Big.t * Big.t) option **)

let own_bounds b0 us f0 q0 d0 =
  let r = up (largest_divisor us) q0 in
  (match bound b0 us [] (Big.map (Big.mul (Big.opp (Big.mul d0 r))) f0) with
   | Some p ->
     let (low2, _) = p in
     (match bound b0 us [] (Big.map (Big.mul (Big.mul d0 r)) f0) with
      | Some p0 ->
        let (high2, _) = p0 in
        Some ((Big.opp (qceiling (qdiv low2 (inject_Z (Big.mul r q0))))),
        (qceiling (qdiv high2 (inject_Z (Big.mul r q0)))))
      | None -> None)
   | None -> None)

(** val hinted_bound :
    box -> open_units -> form -> Big.t -> Big.t -> constraint0 list -> Big.t
    -> slopes -> multipliers -> Big.t option **)

let hinted_bound b0 us f0 q0 d0 region0 m ss ms =
  match combination region0 ms (Big.map (Big.mul m) f0) false with
  | Some p ->
    let (g0, _) = p in
    (match bound b0 us ss g0 with
     | Some p0 ->
       let (most2, _) = p0 in
       Some
       (qceiling
         (qdiv (qmult (inject_Z d0) most2)
           (inject_Z (Big.mul (Big.abs m) q0))))
     | None -> None)
  | None -> None

type ground = { facts : constraint0 list; intervals : box; units : open_units }

(** val with_fact : ground -> constraint0 -> ground **)

let with_fact g0 c0 =
  { facts = (Big.append g0.facts (c0 :: [])); intervals =
    (narrow g0.intervals c0); units = g0.units }

type evidence =
| Exactly of multipliers
| ByBounds of slopes * multipliers

(** val from_newest : open_units -> int -> int option **)

let from_newest us number2 =
  if Nat.ltb number2 (List.length us)
  then Some (sub (List.length us) (Stdlib.Int.succ number2))
  else None

(** val placed : open_units -> slopes -> slopes option **)

let placed us = function
| [] -> Some []
| p :: ss' ->
  let (number2, s) = p in
  (match from_newest us number2 with
   | Some i -> Some ((i, s) :: ss')
   | None -> None)

(** val contradictory :
    ground -> constraint0 list -> evidence -> multipliers -> bool **)

let contradictory g0 cs e0 own0 =
  match e0 with
  | Exactly ms -> empty cs (Big.append own0 ms)
  | ByBounds (ss, ms) ->
    (match placed g0.units ss with
     | Some ss0 ->
       empty_by_bounds g0.intervals g0.units cs ss0 (Big.append own0 ms)
     | None -> false)

(** val hollow : ground -> evidence -> bool **)

let hollow g0 e0 =
  contradictory g0 g0.facts e0 []

(** val refutes : ground -> constraint0 -> Big.t -> evidence -> bool **)

let refutes g0 c0 m e0 =
  contradictory g0 (c0 :: g0.facts) e0 ((0, m) :: [])

(** val between : Big.t -> Big.t -> open_unit -> open_unit **)

let between l h0 u =
  { before = u.before; divisor_of = u.divisor_of; scale0 = u.scale0; least =
    (Big.max l u.least); greatest = (Big.min h0 u.greatest); wide = u.wide;
    older = u.older; parts = u.parts }

(** val tightened : int -> Big.t -> Big.t -> open_units -> open_units **)

let rec tightened i l h0 = function
| [] -> []
| u :: us' ->
  ((fun fO fS n -> if n=0 then fO () else fS (n-1))
     (fun _ -> (between l h0 u) :: us')
     (fun i' -> u :: (tightened i' l h0 us'))
     i)

(** val with_bounds : ground -> int -> Big.t -> Big.t -> ground **)

let with_bounds g0 i l h0 =
  { facts = g0.facts; intervals = g0.intervals; units =
    (tightened i l h0 g0.units) }

type move =
| AtUnit of int
| Divide of form
| OwnAll
| OwnOne of int
| OwnBound of int * Big.t * slopes * multipliers

(** val renewed : ground -> int -> ground option **)

let renewed g0 i =
  match nth_error g0.units i with
  | Some u ->
    (match own_bounds g0.intervals g0.units u.before u.divisor_of u.scale0 with
     | Some p -> let (l, h0) = p in Some (with_bounds g0 i l h0)
     | None -> None)
  | None -> None

(** val all_renewed : ground -> int list -> ground option **)

let rec all_renewed g0 = function
| [] -> Some g0
| i :: places' ->
  (match renewed g0 i with
   | Some g' -> all_renewed g' places'
   | None -> None)

(** val undecided : int -> open_units -> int list -> int list **)

let rec undecided i us older0 =
  match us with
  | [] -> older0
  | u :: us' ->
    undecided (Stdlib.Int.succ i) us'
      (if (&&) (Big.lt u.least Big.zero) (Big.lt Big.zero u.greatest)
       then i :: older0
       else older0)

(** val rebound :
    ground -> int -> Big.t -> slopes -> multipliers -> ground option **)

let rebound g0 i m ss ms =
  match nth_error g0.units i with
  | Some u ->
    (match placed g0.units ss with
     | Some ss0 ->
       (match hinted_bound g0.intervals g0.units u.before u.divisor_of
                u.scale0 g0.facts m ss0 ms with
        | Some c0 ->
          if Big.lt Big.zero m
          then Some (with_bounds g0 i u.least c0)
          else if Big.lt m Big.zero
               then Some (with_bounds g0 i (Big.opp c0) u.greatest)
               else None
        | None -> None)
     | None -> None)
  | None -> None

(** val negative_at : form -> constraint0 **)

let negative_at f0 =
  ((opposite (primitive f0)), Positive)

(** val reached_at : form -> constraint0 **)

let reached_at f0 =
  ((primitive f0), Nonnegative)

(** val moved : ground -> move -> (ground * ground option) option **)

let moved g0 = function
| AtUnit number2 ->
  (match from_newest g0.units number2 with
   | Some i ->
     (match nth_error g0.units i with
      | Some u ->
        Some
          ((with_fact (with_bounds g0 i u.least Big.zero)
             (negative_at u.before)), (Some
          (with_fact (with_bounds g0 i Big.zero u.greatest)
            (reached_at u.before))))
      | None -> None)
   | None -> None)
| Divide f0 ->
  if (<=) (List.length f0) (Stdlib.Int.succ
       (Big.plus (List.length g0.intervals) (List.length g0.units)))
  then Some ((with_fact g0 (negative_at f0)), (Some
         (with_fact g0 (reached_at f0))))
  else None
| OwnAll ->
  (match all_renewed g0 (undecided 0 g0.units []) with
   | Some g' -> Some (g', None)
   | None -> None)
| OwnOne number2 ->
  (match from_newest g0.units number2 with
   | Some i ->
     (match renewed g0 i with
      | Some g' -> Some (g', None)
      | None -> None)
   | None -> None)
| OwnBound (number2, m, ss, ms) ->
  (match from_newest g0.units number2 with
   | Some i ->
     (match rebound g0 i m ss ms with
      | Some g' -> Some (g', None)
      | None -> None)
   | None -> None)

type measure = { addition : Big.t; multiplication : Big.t; comparison0 : Big.t }

(** val number0 : ('a1 -> bool) -> 'a1 list -> Big.t **)

let number0 p l =
  Big.fold_right (fun a0 n0 ->
    Big.add (if p a0 then Big.one else Big.zero) n0) Big.zero l

(** val stored : (int * Big.t) -> bool **)

let stored w =
  negb (Big.equal (snd w) Big.zero)

(** val multiplied : Big.t -> (int * Big.t) -> bool **)

let multiplied scale1 w =
  (&&) (stored w) (negb (Big.equal (Big.abs (snd w)) scale1))

(** val negated : Big.t -> (int * Big.t) -> bool **)

let negated scale1 w =
  (||) (negb (stored w)) (Big.equal (snd w) (Big.opp scale1))

(** val negation : Big.t -> (row * Big.t) -> bool **)

let negation scale1 r =
  (&&) ((&&) (existsb stored (fst r)) (Big.equal (snd r) Big.zero))
    (forallb (negated scale1) (fst r))

(** val row_cost : measure -> Big.t -> (row * Big.t) -> Big.t **)

let row_cost m scale1 r =
  Big.add
    (Big.mul m.addition
      (Big.max Big.zero
        (Big.sub
          (Big.add (number0 stored (fst r))
            (if Big.equal (snd r) Big.zero then Big.zero else Big.one))
          Big.one)))
    (Big.mul m.multiplication
      (Big.add (number0 (multiplied scale1) (fst r))
        (if negation scale1 r then Big.one else Big.zero)))

(** val gate_cost : measure -> Big.t -> row -> Big.t **)

let gate_cost m scale1 normal =
  Big.add
    (Big.add
      (Big.mul m.addition
        (Big.max Big.zero (Big.sub (number0 stored normal) Big.one)))
      (Big.mul m.multiplication (number0 (multiplied scale1) normal)))
    m.comparison0

(** val layer_cost : measure -> Big.t -> (row * Big.t) list -> Big.t **)

let layer_cost m scale1 rows0 =
  Big.fold_right (fun r n0 -> Big.add (row_cost m scale1 r) n0) Big.zero rows0

(** val arithmetic_counts : measure -> bool **)

let arithmetic_counts m =
  negb
    ((&&) (Big.equal m.addition Big.zero)
      (Big.equal m.multiplication Big.zero))

(** val layer_paid : measure -> Big.t -> (row * Big.t) list -> Big.t **)

let layer_paid m scale1 rows0 =
  if arithmetic_counts m then layer_cost m scale1 rows0 else Big.zero

(** val gate_paid : measure -> Big.t -> row -> Big.t **)

let gate_paid m scale1 normal =
  if arithmetic_counts m then gate_cost m scale1 normal else m.comparison0

(** val worst : measure -> net -> Big.t **)

let rec worst m = function
| Affine (scale1, rows0) -> layer_cost m scale1 rows0
| Identity -> Big.zero
| Units (_, width0) -> Big.mul m.comparison0 width0
| Sequence (f0, g0) -> Big.add (worst m f0) (worst m g0)
| Concatenate (f0, g0) -> Big.add (worst m f0) (worst m g0)
| Branch (scale1, normal, _, below0, above0) ->
  Big.add (gate_cost m scale1 normal)
    (Big.max (worst m below0) (worst m above0))

type state1 = { base : ground; count0 : Big.t; trail : bool list list;
                den : Big.t; vals : form list }

(** val outcomes : state1 -> bool list **)

let outcomes s =
  concat (List.rev s.trail)

(** val dotf : row -> form list -> form -> form **)

let rec dotf r vs acc =
  match r with
  | [] -> acc
  | p :: r' ->
    let (gap, w) = p in
    (match Big.skip gap vs with
     | [] -> acc
     | f0 :: vs' -> dotf r' vs' (addmul w f0 acc))

(** val divisor_all : Big.t -> form list -> Big.t **)

let rec divisor_all g0 vs =
  if Big.equal g0 Big.one
  then Big.one
  else (match vs with
        | [] -> g0
        | f0 :: vs' -> divisor_all (divisor g0 f0) vs')

(** val reduced : state1 -> state1 **)

let reduced s =
  if Big.equal s.den Big.one
  then s
  else let g0 = divisor_all s.den s.vals in
       if Big.leq g0 Big.one
       then s
       else { base = s.base; count0 = s.count0; trail = s.trail; den =
              (Big.div s.den g0); vals =
              (Big.map (Big.map (fun a0 -> Big.div a0 g0)) s.vals) }

(** val scaled : Big.t -> form list -> form list **)

let scaled a0 vs =
  if Big.equal a0 Big.one then vs else Big.map (Big.map (Big.mul a0)) vs

(** val join : Big.t -> form list -> state1 -> state1 **)

let join d0 vs s =
  let g0 = Big.gcd d0 s.den in
  { base = s.base; count0 = s.count0; trail = s.trail; den =
  (Big.mul d0 (Big.div s.den g0)); vals =
  (Big.append (scaled (Big.div s.den g0) vs) (scaled (Big.div d0 g0) s.vals)) }

(** val cAP : Big.t **)

let cAP =
  (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled
    Big.one))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))

(** val capped : Big.t -> Big.t **)

let capped z0 =
  Big.min cAP z0

type counted =
| Additions
| Multiplications
| Comparisons
| Total

(** val weights : counted -> measure **)

let weights = function
| Additions ->
  { addition = Big.one; multiplication = Big.zero; comparison0 = Big.zero }
| Multiplications ->
  { addition = Big.zero; multiplication = Big.one; comparison0 = Big.zero }
| Comparisons ->
  { addition = Big.zero; multiplication = Big.zero; comparison0 = Big.one }
| Total ->
  { addition = Big.one; multiplication = Big.one; comparison0 = Big.one }

type costs = { adds : Big.t; multiplies : Big.t; compares : Big.t; all : Big.t }

(** val cost : counted -> costs -> Big.t **)

let cost m c0 =
  match m with
  | Additions -> c0.adds
  | Multiplications -> c0.multiplies
  | Comparisons -> c0.compares
  | Total -> c0.all

(** val own : Big.t -> Big.t -> Big.t -> costs **)

let own a0 m c0 =
  { adds = a0; multiplies = m; compares = c0; all =
    (Big.add (Big.add a0 m) c0) }

(** val both : costs -> costs -> costs **)

let both x y =
  { adds = (capped (Big.add x.adds y.adds)); multiplies =
    (capped (Big.add x.multiplies y.multiplies)); compares =
    (capped (Big.add x.compares y.compares)); all =
    (capped (Big.add x.all y.all)) }

(** val either : costs -> costs -> costs **)

let either x y =
  { adds = (Big.max x.adds y.adds); multiplies =
    (Big.max x.multiplies y.multiplies); compares =
    (Big.max x.compares y.compares); all = (Big.max x.all y.all) }

(** val limited : costs -> costs **)

let limited x =
  { adds = (capped x.adds); multiplies = (capped x.multiplies); compares =
    (capped x.compares); all = (capped x.all) }

type node = { whole : part; worsts : costs; size0 : Big.t; work : Big.t;
              widest : Big.t }

(** val most0 : counted -> node -> Big.t **)

let most0 m n0 =
  cost m n0.worsts

(** val additions_of : Big.t -> (row * Big.t) list -> Big.t **)

let additions_of scale1 rows0 =
  layer_cost { addition = Big.one; multiplication = Big.zero; comparison0 =
    Big.zero } scale1 rows0

(** val multiplications_of : Big.t -> (row * Big.t) list -> Big.t **)

let multiplications_of scale1 rows0 =
  layer_cost { addition = Big.zero; multiplication = Big.one; comparison0 =
    Big.zero } scale1 rows0

(** val layer_costs : Big.t -> (row * Big.t) list -> costs **)

let layer_costs scale1 rows0 =
  limited
    (own (additions_of scale1 rows0) (multiplications_of scale1 rows0)
      Big.zero)

(** val unit_costs : Big.t -> costs **)

let unit_costs p =
  limited (own Big.zero Big.zero ( p))

(** val gate_costs : Big.t -> row -> costs **)

let gate_costs scale1 normal =
  own (Big.max Big.zero (Big.sub (number0 stored normal) Big.one))
    (number0 (multiplied scale1) normal) Big.one

(** val branch_costs : Big.t -> row -> node -> node -> costs **)

let branch_costs scale1 normal below0 above0 =
  let g0 = gate_costs scale1 normal in
  let e0 = either below0.worsts above0.worsts in
  limited { adds = (Big.add g0.adds e0.adds); multiplies =
    (Big.add g0.multiplies e0.multiplies); compares =
    (Big.add g0.compares e0.compares); all = (Big.add g0.all e0.all) }

(** val price : row -> Big.t **)

let price r =
  Big.add (Big.mul (Big.doubled Big.one) (Big.of_int (List.length r)))
    (Big.div ( (reach r)) (Big.doubled (Big.doubled (Big.doubled Big.one))))

(** val prices : (row * Big.t) list -> Big.t **)

let prices rows0 =
  Big.fold_left (fun n0 r -> Big.add n0 (price (fst r))) rows0 Big.zero

(** val affine0 : Big.t -> Big.t -> (row * Big.t) list -> node **)

let affine0 p scale1 rows0 =
  { whole = (pAffine p scale1 rows0); worsts = (layer_costs scale1 rows0);
    size0 = Big.one; work =
    (Big.add
      (Big.add (Big.doubled (Big.doubled (Big.doubled (Big.doubled
        (Big.doubled Big.one))))) (prices rows0))
      (Big.mul (Big.doubled (Big.doubled (Big.doubled Big.one)))
        (Big.of_int (List.length rows0)))); widest = Big.zero }

(** val identity : Big.t -> node **)

let identity p =
  { whole = (pIdentity p); worsts = (own Big.zero Big.zero Big.zero); size0 =
    Big.one; work = (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    Big.one)))); widest = Big.zero }

(** val units0 : unit_kind -> Big.t -> node **)

let units0 kind0 p =
  { whole = (pUnits kind0 p); worsts = (unit_costs p); size0 = Big.one;
    work =
    (Big.add (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
      (Big.doubled Big.one)))))
      (Big.mul (Big.doubled (Big.doubled (Big.doubled Big.one))) ( p)));
    widest = ( p) }

(** val sequence : node -> node -> node **)

let sequence f0 g0 =
  { whole = (pSequence f0.whole g0.whole); worsts =
    (both f0.worsts g0.worsts); size0 =
    (capped (Big.add (Big.add Big.one f0.size0) g0.size0)); work =
    (capped
      (Big.add
        (Big.add (Big.doubled (Big.doubled (Big.doubled (Big.doubled
          (Big.doubled_and_one Big.one))))) f0.work) g0.work)); widest =
    (Big.max f0.widest g0.widest) }

(** val concatenate : node -> node -> node **)

let concatenate f0 g0 =
  { whole = (pConcatenate f0.whole g0.whole); worsts =
    (both f0.worsts g0.worsts); size0 =
    (capped (Big.add (Big.add Big.one f0.size0) g0.size0)); work =
    (capped
      (Big.add
        (Big.add
          (Big.add
            (Big.add (Big.doubled (Big.doubled (Big.doubled
              (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
              Big.one))))))
              (Big.mul (Big.doubled (Big.doubled Big.one)) ( f0.whole.outs)))
            (Big.mul (Big.doubled (Big.doubled Big.one)) ( g0.whole.outs)))
          f0.work) g0.work)); widest = (Big.max f0.widest g0.widest) }

(** val branch : Big.t -> Big.t -> row -> Big.t -> node -> node -> node **)

let branch p scale1 normal t0 below0 above0 =
  { whole = (pBranch p scale1 normal t0 below0.whole above0.whole); worsts =
    (branch_costs scale1 normal below0 above0); size0 =
    (capped (Big.add (Big.add Big.one below0.size0) above0.size0)); work =
    (capped
      (Big.add
        (Big.add (Big.doubled (Big.doubled (Big.doubled_and_one Big.one)))
          (price normal)) (Big.max below0.work above0.work))); widest =
    (Big.max below0.widest above0.widest) }

type weights_row = (int * q) list

type entry =
| Layer of Big.t * weights_row list * q list
| Same of Big.t
| Act of unit_kind * Big.t
| Join of bool * Big.t list
| Gate of Big.t * weights_row * q * Big.t * Big.t

(** val aFFINE : string **)

let aFFINE =
  Big.byte_before ('a', (Big.byte_before ('f', (Big.byte_before ('f',
    (Big.byte_before ('i', (Big.byte_before ('n', (Big.byte_before ('e',
    "")))))))))))

(** val iDENTITY : string **)

let iDENTITY =
  Big.byte_before ('i', (Big.byte_before ('d', (Big.byte_before ('e',
    (Big.byte_before ('n', (Big.byte_before ('t', (Big.byte_before ('i',
    (Big.byte_before ('t', (Big.byte_before ('y', "")))))))))))))))

(** val rELU : string **)

let rELU =
  Big.byte_before ('r', (Big.byte_before ('e', (Big.byte_before ('l',
    (Big.byte_before ('u', "")))))))

(** val sTEP : string **)

let sTEP =
  Big.byte_before ('s', (Big.byte_before ('t', (Big.byte_before ('e',
    (Big.byte_before ('p', "")))))))

(** val sEQUENCE : string **)

let sEQUENCE =
  Big.byte_before ('s', (Big.byte_before ('e', (Big.byte_before ('q',
    (Big.byte_before ('u', (Big.byte_before ('e', (Big.byte_before ('n',
    (Big.byte_before ('c', (Big.byte_before ('e', "")))))))))))))))

(** val cONCATENATE : string **)

let cONCATENATE =
  Big.byte_before ('c', (Big.byte_before ('o', (Big.byte_before ('n',
    (Big.byte_before ('c', (Big.byte_before ('a', (Big.byte_before ('t',
    (Big.byte_before ('e', (Big.byte_before ('n', (Big.byte_before ('a',
    (Big.byte_before ('t', (Big.byte_before ('e', "")))))))))))))))))))))

(** val bRANCH : string **)

let bRANCH =
  Big.byte_before ('b', (Big.byte_before ('r', (Big.byte_before ('a',
    (Big.byte_before ('n', (Big.byte_before ('c', (Big.byte_before ('h',
    "")))))))))))

(** val have : string -> Big.t -> json list -> 'a1 result **)

let have name n0 l =
  malformed ((Say name) :: ((Say " must have ") :: ((Count n0) :: ((Say
    " entries, not ") :: ((Count (Big.of_int (List.length l))) :: [])))))

(** val width_of : string -> json -> Big.t result **)

let width_of name v =
  integer name Big.one mAX_WIDTH v

(** val rows_from :
    weights_row list -> Big.t -> json list -> weights_row list result **)

let rec rows_from read p = function
| [] -> Good (List.rev read)
| v :: rest -> bind (gap_row p v) (fun r -> rows_from (r :: read) p rest)

(** val layer_of : json -> json -> json -> entry result **)

let layer_of p rows0 bias =
  bind (width_of "the number of inputs" p) (fun p0 ->
    bind (entries "rows" rows0) (fun l ->
      bind (rows_from [] p0 l) (fun rows1 ->
        bind (entries "bias" bias) (fun l0 ->
          let n0 = Big.of_int (List.length rows1) in
          if negb (Big.equal (Big.of_int (List.length l0)) n0)
          then have "bias" n0 l0
          else bind (rationals_of "a bias" l0) (fun bias0 ->
                 if (&&) (Big.leq Big.one n0) (Big.leq n0 mAX_WIDTH)
                 then Good (Layer (p0, rows1, bias0))
                 else malformed ((Say "rows must have 1..") :: ((Count
                        mAX_WIDTH) :: ((Say " entries, not ") :: ((Count
                        n0) :: [])))))))))

(** val children_from :
    Big.t list -> Big.t -> json list -> Big.t list result **)

let rec children_from read count3 = function
| [] -> Good (List.rev read)
| v :: rest ->
  bind (integer "a child" Big.zero (Big.sub count3 Big.one) v) (fun c0 ->
    children_from (c0 :: read) count3 rest)

(** val join_of : Big.t -> bool -> json -> entry result **)

let join_of count3 side_by_side v =
  bind (entries "children" v) (fun l ->
    bind (children_from [] count3 l) (fun children ->
      match children with
      | [] ->
        malformed ((Say
          (if side_by_side then "concatenate" else "sequence")) :: ((Say
          " must have at least one part") :: []))
      | _ :: _ -> Good (Join (side_by_side, children))))

(** val gate_of :
    Big.t -> json -> json -> json -> json -> json -> entry result **)

let gate_of count3 p normal threshold below0 above0 =
  bind (width_of "the number of inputs" p) (fun p0 ->
    bind (gap_row p0 normal) (fun normal0 ->
      bind (rational "the threshold" threshold) (fun threshold0 ->
        bind (integer "a child" Big.zero (Big.sub count3 Big.one) below0)
          (fun below1 ->
          bind (integer "a child" Big.zero (Big.sub count3 Big.one) above0)
            (fun above1 -> Good (Gate (p0, normal0, threshold0, below1,
            above1)))))))

(** val entry_of : Big.t -> json -> entry result **)

let entry_of count3 v = match v with
| List l0 ->
  (match l0 with
   | [] -> malformed ((Say "not one of the seven forms") :: [])
   | j :: l ->
     (match j with
      | Text kind0 ->
        if String.equal kind0 bRANCH
        then (match l with
              | [] ->
                have "branch" (Big.doubled (Big.doubled_and_one Big.one))
                  ((Text kind0) :: l)
              | p :: l1 ->
                (match l1 with
                 | [] ->
                   have "branch" (Big.doubled (Big.doubled_and_one Big.one))
                     ((Text kind0) :: l)
                 | w :: l2 ->
                   (match l2 with
                    | [] ->
                      have "branch" (Big.doubled (Big.doubled_and_one
                        Big.one)) ((Text kind0) :: l)
                    | t0 :: l3 ->
                      (match l3 with
                       | [] ->
                         have "branch" (Big.doubled (Big.doubled_and_one
                           Big.one)) ((Text kind0) :: l)
                       | c0 :: l4 ->
                         (match l4 with
                          | [] ->
                            have "branch" (Big.doubled (Big.doubled_and_one
                              Big.one)) ((Text kind0) :: l)
                          | d0 :: l5 ->
                            (match l5 with
                             | [] -> gate_of count3 p w t0 c0 d0
                             | _ :: _ ->
                               have "branch" (Big.doubled
                                 (Big.doubled_and_one Big.one)) ((Text
                                 kind0) :: l)))))))
        else if String.equal kind0 aFFINE
             then (match l with
                   | [] ->
                     have "affine" (Big.doubled (Big.doubled Big.one)) ((Text
                       kind0) :: l)
                   | p :: l1 ->
                     (match l1 with
                      | [] ->
                        have "affine" (Big.doubled (Big.doubled Big.one))
                          ((Text kind0) :: l)
                      | rows0 :: l2 ->
                        (match l2 with
                         | [] ->
                           have "affine" (Big.doubled (Big.doubled Big.one))
                             ((Text kind0) :: l)
                         | bias :: l3 ->
                           (match l3 with
                            | [] -> layer_of p rows0 bias
                            | _ :: _ ->
                              have "affine" (Big.doubled (Big.doubled
                                Big.one)) ((Text kind0) :: l)))))
             else if String.equal kind0 sEQUENCE
                  then (match l with
                        | [] ->
                          have "sequence" (Big.doubled Big.one) ((Text
                            kind0) :: l)
                        | c0 :: l1 ->
                          (match l1 with
                           | [] -> join_of count3 false c0
                           | _ :: _ ->
                             have "sequence" (Big.doubled Big.one) ((Text
                               kind0) :: l)))
                  else if String.equal kind0 cONCATENATE
                       then (match l with
                             | [] ->
                               have "concatenate" (Big.doubled Big.one)
                                 ((Text kind0) :: l)
                             | c0 :: l1 ->
                               (match l1 with
                                | [] -> join_of count3 true c0
                                | _ :: _ ->
                                  have "concatenate" (Big.doubled Big.one)
                                    ((Text kind0) :: l)))
                       else if String.equal kind0 rELU
                            then (match l with
                                  | [] ->
                                    have "relu" (Big.doubled Big.one) ((Text
                                      kind0) :: l)
                                  | p :: l1 ->
                                    (match l1 with
                                     | [] ->
                                       bind (width_of "the width" p)
                                         (fun p0 -> Good (Act (Relu, p0)))
                                     | _ :: _ ->
                                       have "relu" (Big.doubled Big.one)
                                         ((Text kind0) :: l)))
                            else if String.equal kind0 sTEP
                                 then (match l with
                                       | [] ->
                                         have "step" (Big.doubled Big.one)
                                           ((Text kind0) :: l)
                                       | p :: l1 ->
                                         (match l1 with
                                          | [] ->
                                            bind (width_of "the width" p)
                                              (fun p0 -> Good (Act (Step,
                                              p0)))
                                          | _ :: _ ->
                                            have "step" (Big.doubled Big.one)
                                              ((Text kind0) :: l)))
                                 else if String.equal kind0 iDENTITY
                                      then (match l with
                                            | [] ->
                                              have "identity" (Big.doubled
                                                Big.one) ((Text kind0) :: l)
                                            | p :: l1 ->
                                              (match l1 with
                                               | [] ->
                                                 bind
                                                   (width_of "the width" p)
                                                   (fun p0 -> Good (Same p0))
                                               | _ :: _ ->
                                                 have "identity" (Big.doubled
                                                   Big.one) ((Text
                                                   kind0) :: l)))
                                      else malformed ((Say
                                             "not one of the seven forms") :: [])
      | _ -> malformed ((Say "not one of the seven forms") :: [])))
| _ -> malformed ((Say "a node must be a list, not ") :: (described v))

type table = { count1 : Big.t; found : node trees; used : Big.t;
               parts0 : Big.t }

(** val no_nodes : table **)

let no_nodes =
  { count1 = Big.zero; found = []; used = Big.zero; parts0 = Big.zero }

(** val mAX_PARTS : Big.t **)

let mAX_PARTS =
  (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    Big.one))))))))))))))))))))

(** val child : table -> Big.t -> (node * table) result **)

let child t0 i =
  match use t0.found (Big.sub (Big.sub t0.count1 Big.one) i) with
  | Some p ->
    let (c0, found') = p in
    let (n0, before1) = c0 in
    Good (n0, { count1 = t0.count1; found = found'; used =
    (if before1 then t0.used else Big.add t0.used Big.one); parts0 =
    t0.parts0 })
  | None ->
    malformed ((Say "node ") :: ((Count i) :: ((Say " is not there") :: [])))

(** val parts_of :
    node list -> table -> Big.t list -> (node list * table) result **)

let rec parts_of read t0 = function
| [] -> Good ((List.rev read), t0)
| i :: rest ->
  bind (child t0 i) (fun found1 ->
    parts_of ((fst found1) :: read) (snd found1) rest)

(** val inputs : node -> Big.t **)

let inputs n0 =
  n0.whole.ins

(** val outputs : node -> Big.t **)

let outputs n0 =
  n0.whole.outs

(** val parts_fit : bool -> node -> node list -> unit result **)

let rec parts_fit side_by_side first1 = function
| [] -> Good ()
| second :: rest ->
  if Big.equal (inputs second)
       (if side_by_side then inputs first1 else outputs first1)
  then parts_fit side_by_side second rest
  else malformed ((Say "the parts of ") :: ((Say
         (if side_by_side then "concatenate" else "sequence")) :: ((Say
         " do not fit: ") :: ((Count ( (inputs first1))) :: ((Say
         " -> ") :: ((Count ( (outputs first1))) :: ((Say
         ", then ") :: ((Count ( (inputs second))) :: []))))))))

(** val pairwise :
    (node -> node -> node) -> node list -> node list -> node list **)

let rec pairwise op joined2 = function
| [] -> List.rev joined2
| a0 :: l0 ->
  (match l0 with
   | [] -> List.rev (a0 :: joined2)
   | b0 :: rest -> pairwise op ((op a0 b0) :: joined2) rest)

(** val join_all :
    (node -> node -> node) -> node list -> node list -> node -> node **)

let rec join_all op rounds0 l first1 =
  match l with
  | [] ->
    (match rounds0 with
     | [] -> first1
     | _ :: rounds1 -> join_all op rounds1 (pairwise op [] l) first1)
  | n0 :: l0 ->
    (match l0 with
     | [] -> n0
     | _ :: _ ->
       (match rounds0 with
        | [] -> first1
        | _ :: rounds1 -> join_all op rounds1 (pairwise op [] l) first1))

(** val joined : bool -> node list -> node result **)

let joined side_by_side l = match l with
| [] -> malformed ((Say "there are no parts") :: [])
| first1 :: rest ->
  bind (parts_fit side_by_side first1 rest) (fun _ ->
    let n0 =
      join_all (if side_by_side then concatenate else sequence) l l first1
    in
    if Big.leq (outputs n0) (Big.to_natural mAX_WIDTH)
    then Good n0
    else malformed ((Count ( (outputs n0))) :: ((Say
           " outputs side by side are more than the limit of ") :: ((Count
           mAX_WIDTH) :: []))))

(** val scaled_rows :
    weights_row list -> q list -> Big.t * (row * Big.t) list **)

let scaled_rows rows0 bias =
  let d0 =
    Big.fold_left (fun d0 r -> denominator (Big.map snd r) d0) rows0
      (denominator bias Big.one)
  in
  (d0,
  (Big.map (fun r -> ((Big.map (weight_over d0) (fst r)), (over d0 (snd r))))
    (Big.combine rows0 bias)))

(** val built : table -> entry -> (node * table) result **)

let built t0 = function
| Layer (p, rows0, bias) ->
  let (d0, l) = scaled_rows rows0 bias in
  Good ((affine0 (Big.to_natural p) d0 l), t0)
| Same p -> Good ((identity (Big.to_natural p)), t0)
| Act (kind0, p) -> Good ((units0 kind0 (Big.to_natural p)), t0)
| Join (side_by_side, children) ->
  let all0 = Big.add t0.parts0 (Big.of_int (List.length children)) in
  if Big.lt mAX_PARTS all0
  then malformed ((Say "checking holds more numbers than the limit") :: [])
  else bind
         (parts_of [] { count1 = t0.count1; found = t0.found; used = t0.used;
           parts0 = all0 } children) (fun found1 ->
         bind (joined side_by_side (fst found1)) (fun n0 -> Good (n0,
           (snd found1))))
| Gate (p, normal, threshold, below0, above0) ->
  bind (child t0 below0) (fun c0 ->
    bind (child (snd c0) above0) (fun d0 ->
      let (scale1, r) = scaled_row normal threshold in
      let p0 = Big.to_natural p in
      if (&&)
           ((&&) (Big.equal (inputs (fst c0)) p0)
             (Big.equal (inputs (fst d0)) p0))
           (Big.equal (outputs (fst c0)) (outputs (fst d0)))
      then Good ((branch p0 scale1 (fst r) (snd r) (fst c0) (fst d0)),
             (snd d0))
      else malformed ((Say
             "both sides of a branch must take its inputs and have equally many outputs") :: [])))

(** val add_entry : table -> entry -> table result **)

let add_entry t0 e0 =
  bind (built t0 e0) (fun n0 -> Good { count1 =
    (Big.add (snd n0).count1 Big.one); found =
    (push (fst n0) (snd n0).found); used = (snd n0).used; parts0 =
    (snd n0).parts0 })

(** val add_node : table -> json -> table result **)

let add_node t0 v =
  within ((Say "node ") :: ((Count t0.count1) :: ((Say ": ") :: [])))
    (bind (entry_of t0.count1 v) (fun e0 -> add_entry t0 e0))

(** val unused : Big.t -> (node * bool) list -> node result **)

let rec unused number2 = function
| [] -> malformed ((Say "nodes must have at least one entry") :: [])
| p :: rest ->
  let (_, b0) = p in
  if b0
  then unused (Big.add number2 Big.one) rest
  else malformed ((Say "node ") :: ((Count number2) :: ((Say
         " is used by no other node") :: [])))

(** val root : table -> node result **)

let root t0 =
  match use t0.found Big.zero with
  | Some p ->
    let (c0, _) = p in
    let (n0, _) = c0 in
    if negb (Big.equal t0.used (Big.sub t0.count1 Big.one))
    then unused Big.zero (List.rev (all_cells t0.found))
    else if n0.whole.fits
         then Good n0
         else malformed ((Say "its parts do not fit") :: [])
  | None -> malformed ((Say "nodes must have at least one entry") :: [])

(** val nETWORK : string **)

let nETWORK =
  Big.byte_before ('m', (Big.byte_before ('e', (Big.byte_before ('m',
    (Big.byte_before ('o', (Big.byte_before ('c', (Big.byte_before ('e',
    (Big.byte_before ('r', (Big.byte_before ('t', (Big.byte_before (' ',
    (Big.byte_before ('n', (Big.byte_before ('e', (Big.byte_before ('t',
    (Big.byte_before ('w', (Big.byte_before ('o', (Big.byte_before ('r',
    (Big.byte_before ('k', "")))))))))))))))))))))))))))))))

(** val nODES : string **)

let nODES =
  Big.byte_before ('n', (Big.byte_before ('o', (Big.byte_before ('d',
    (Big.byte_before ('e', (Big.byte_before ('s', "")))))))))

(** val feed_node : string -> table -> json -> table result **)

let feed_node key0 t0 v =
  if String.equal key0 nODES
  then add_node t0 v
  else malformed ((Say "the file has the unknown key ") :: (quoted key0))

(** val network_fields : (string * table field) list -> node result **)

let network_fields fields =
  bind (is_document nETWORK Big.one fields) (fun _ ->
    bind (has_fields (nODES :: []) fields) (fun _ ->
      match find nODES fields with
      | Some f0 ->
        (match f0 with
         | Whole _ ->
           malformed ((Say "nodes must be a list, not ") :: (spoken f0))
         | Fed t0 -> root t0)
      | None -> malformed ((Say "the file lacks the key ") :: (quoted nODES))))

(** val network_of : string -> node result **)

let network_of s =
  bind (read_with no_nodes feed_node s) network_fields

(** val merge :
    ('a1 -> 'a1 -> comparison) -> 'a2 list -> 'a1 list -> 'a1 list -> 'a1
    list -> 'a1 list option **)

let rec merge compare0 room0 l m read =
  match room0 with
  | [] -> None
  | _ :: room1 ->
    (match l with
     | [] -> Some (List.rev_append read m)
     | a0 :: l' ->
       (match m with
        | [] -> Some (List.rev_append read l)
        | b0 :: m' ->
          (match compare0 a0 b0 with
           | Eq -> None
           | Lt -> merge compare0 room1 l' m (a0 :: read)
           | Gt -> merge compare0 room1 l m' (b0 :: read))))

(** val place0 :
    ('a1 -> 'a1 -> comparison) -> 'a2 list -> 'a1 list -> 'a1 list option
    list -> 'a1 list option list option **)

let rec place0 compare0 room0 run2 = function
| [] -> Some ((Some run2) :: [])
| o :: rest ->
  (match o with
   | Some r ->
     (match merge compare0 room0 r run2 [] with
      | Some t0 ->
        (match place0 compare0 room0 t0 rest with
         | Some w -> Some (None :: w)
         | None -> None)
      | None -> None)
   | None -> Some ((Some run2) :: rest))

(** val merge_all :
    ('a1 -> 'a1 -> comparison) -> 'a2 list -> 'a1 list -> 'a1 list option
    list -> 'a1 list option **)

let rec merge_all compare0 room0 run2 = function
| [] -> Some run2
| o :: rest ->
  (match o with
   | Some r ->
     (match merge compare0 room0 r run2 [] with
      | Some t0 -> merge_all compare0 room0 t0 rest
      | None -> None)
   | None -> merge_all compare0 room0 run2 rest)

(** val sorted :
    ('a1 -> 'a1 -> comparison) -> ('a2 -> 'a1) -> 'a2 list -> 'a1 list -> 'a1
    list option list -> 'a2 list -> 'a1 list option **)

let rec sorted compare0 key0 room0 run2 waiting = function
| [] -> merge_all compare0 room0 (List.rev run2) waiting
| e0 :: l' ->
  let a0 = key0 e0 in
  (match run2 with
   | [] -> sorted compare0 key0 room0 (a0 :: []) waiting l'
   | b0 :: _ ->
     (match compare0 b0 a0 with
      | Eq ->
        (match place0 compare0 room0 (List.rev run2) waiting with
         | Some w -> sorted compare0 key0 room0 (a0 :: []) w l'
         | None -> None)
      | Lt -> sorted compare0 key0 room0 (a0 :: run2) waiting l'
      | Gt ->
        (match place0 compare0 room0 (List.rev run2) waiting with
         | Some w -> sorted compare0 key0 room0 (a0 :: []) w l'
         | None -> None)))

(** val distinct :
    ('a1 -> 'a1 -> comparison) -> ('a2 -> 'a1) -> 'a2 list -> bool **)

let distinct compare0 key0 l =
  match sorted compare0 key0 l [] [] l with
  | Some _ -> true
  | None -> false

(** val compare_lists : Big.t list -> Big.t list -> comparison **)

let rec compare_lists l m =
  match l with
  | [] -> (match m with
           | [] -> Eq
           | _ :: _ -> Lt)
  | a0 :: l' ->
    (match m with
     | [] -> Gt
     | b0 :: m' ->
       (match Z.compare a0 b0 with
        | Eq -> compare_lists l' m'
        | x -> x))

(** val compare_points : values_over -> values_over -> comparison **)

let compare_points x y =
  match Coq_Pos.compare (snd x) (snd y) with
  | Eq -> compare_lists (fst x) (fst y)
  | x0 -> x0

(** val distinct_points : (values_over * 'a1) list -> bool **)

let distinct_points l =
  distinct compare_points fst l

type dataset = { inputs0 : Big.t; outputs0 : Big.t; rows : zdata;
                 counts : Big.t list; named : Big.t option }

type reading = { count2 : Big.t; widths : (Big.t * Big.t) option;
                 read_rows : zdata; read_counts : Big.t list }

(** val no_rows : reading **)

let no_rows =
  { count2 = Big.zero; widths = None; read_rows = []; read_counts = [] }

(** val mAX_COUNT : Big.t **)

let mAX_COUNT =
  (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one
    Big.one)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))

(** val row_of :
    (Big.t * Big.t) option -> json -> ((q list * q list) * Big.t) result **)

let row_of widths0 v = match v with
| List l ->
  (match l with
   | [] ->
     malformed ((Say "a row must have 3 entries, not ") :: ((Count
       (Big.of_int (List.length l))) :: []))
   | point1 :: l0 ->
     (match l0 with
      | [] ->
        malformed ((Say "a row must have 3 entries, not ") :: ((Count
          (Big.of_int (List.length l))) :: []))
      | label0 :: l1 ->
        (match l1 with
         | [] ->
           malformed ((Say "a row must have 3 entries, not ") :: ((Count
             (Big.of_int (List.length l))) :: []))
         | times0 :: l2 ->
           (match l2 with
            | [] ->
              bind (integer "the count" Big.one mAX_COUNT times0) (fun n0 ->
                bind (point_of "the point" (option_map fst widths0) point1)
                  (fun x ->
                  bind (point_of "the label" (option_map snd widths0) label0)
                    (fun y -> Good ((x, y), n0))))
            | _ :: _ ->
              malformed ((Say "a row must have 3 entries, not ") :: ((Count
                (Big.of_int (List.length l))) :: []))))))
| _ -> malformed ((Say "a row must be a list, not ") :: (described v))

(** val width : q list -> Big.t **)

let width l =
  Big.of_int (List.length l)

(** val add_row : reading -> json -> reading result **)

let add_row r v =
  within ((Say "row ") :: ((Count r.count2) :: ((Say ": ") :: [])))
    (bind (row_of r.widths v) (fun row1 ->
      let (p, n0) = row1 in
      let (x, y) = p in
      let w = match r.widths with
              | Some w -> w
              | None -> ((width x), (width y))
      in
      Good { count2 = (Big.add r.count2 Big.one); widths = (Some w);
      read_rows = (((integers x), (integers y)) :: r.read_rows);
      read_counts = (n0 :: r.read_counts) }))

(** val dATASET : string **)

let dATASET =
  Big.byte_before ('m', (Big.byte_before ('e', (Big.byte_before ('m',
    (Big.byte_before ('o', (Big.byte_before ('c', (Big.byte_before ('e',
    (Big.byte_before ('r', (Big.byte_before ('t', (Big.byte_before (' ',
    (Big.byte_before ('d', (Big.byte_before ('a', (Big.byte_before ('t',
    (Big.byte_before ('a', (Big.byte_before ('s', (Big.byte_before ('e',
    (Big.byte_before ('t', "")))))))))))))))))))))))))))))))

(** val cLASSES : string **)

let cLASSES =
  Big.byte_before ('c', (Big.byte_before ('l', (Big.byte_before ('a',
    (Big.byte_before ('s', (Big.byte_before ('s', (Big.byte_before ('e',
    (Big.byte_before ('s', "")))))))))))))

(** val rOWS : string **)

let rOWS =
  Big.byte_before ('r', (Big.byte_before ('o', (Big.byte_before ('w',
    (Big.byte_before ('s', "")))))))

type column =
| Names of Big.t
| Read of reading

(** val feed_row : string -> column option -> json -> column option result **)

let feed_row key0 c0 v =
  if String.equal key0 rOWS
  then bind
         (add_row
           (match c0 with
            | Some c1 -> (match c1 with
                          | Names _ -> no_rows
                          | Read r -> r)
            | None -> no_rows) v) (fun r -> Good (Some (Read r)))
  else if String.equal key0 cLASSES
       then (match v with
             | Text _ ->
               Good (Some (Names
                 (Big.add Big.one
                   (match c0 with
                    | Some c1 ->
                      (match c1 with
                       | Names n0 -> n0
                       | Read _ -> Big.zero)
                    | None -> Big.zero))))
             | _ -> malformed ((Say "classes must be names") :: []))
       else malformed ((Say "the file has the unknown key ") :: (quoted key0))

(** val is_class : Big.t -> values_over -> bool **)

let is_class classes = function
| (l, p) ->
  (match l with
   | [] -> false
   | k :: l0 ->
     (match l0 with
      | [] ->
        (Big.positive_case
           (fun _ -> false)
           (fun _ -> false)
           (fun _ -> (&&) (Big.leq Big.zero k) (Big.lt k classes))
           p)
      | _ :: _ -> false))

(** val labels_in : Big.t -> Big.t -> zdata -> unit result **)

let rec labels_in classes number2 = function
| [] -> Good ()
| p :: rest ->
  let (_, y) = p in
  if is_class classes y
  then labels_in classes (Big.add number2 Big.one) rest
  else malformed ((Say "row ") :: ((Count number2) :: ((Say
         ": the label is not one of the classes 0..") :: ((Count
         (Big.sub classes Big.one)) :: []))))

(** val classes_of :
    (string * column option field) list -> Big.t option result **)

let classes_of fields =
  match find cLASSES fields with
  | Some f0 ->
    (match f0 with
     | Whole v ->
       (match v with
        | Null -> Good None
        | _ -> malformed ((Say "classes must be a list, not ") :: (spoken f0)))
     | Fed a0 ->
       (match a0 with
        | Some c0 ->
          (match c0 with
           | Names n0 -> Good (Some n0)
           | Read _ ->
             malformed ((Say "classes must be a list, not ") :: (spoken f0)))
        | None -> Good (Some Big.zero)))
  | None -> malformed ((Say "the file lacks the key ") :: (quoted cLASSES))

(** val rows_of : (string * column option field) list -> reading result **)

let rows_of fields =
  match find rOWS fields with
  | Some f0 ->
    (match f0 with
     | Whole _ -> malformed ((Say "rows must be a list, not ") :: (spoken f0))
     | Fed a0 ->
       (match a0 with
        | Some c0 ->
          (match c0 with
           | Names _ ->
             malformed ((Say "rows must be a list, not ") :: (spoken f0))
           | Read r -> Good r)
        | None -> malformed ((Say "rows must have at least one entry") :: [])))
  | None -> malformed ((Say "the file lacks the key ") :: (quoted rOWS))

(** val table_of : reading -> Big.t option -> dataset result **)

let table_of r classes =
  match r.widths with
  | Some p0 ->
    let (p, q0) = p0 in
    let l = List.rev r.read_rows in
    bind
      (match classes with
       | Some c0 -> labels_in c0 Big.zero l
       | None -> Good ()) (fun _ ->
      if distinct_points l
      then Good { inputs0 = (Big.to_natural p); outputs0 =
             (Big.to_natural q0); rows = l; counts =
             (List.rev r.read_counts); named = classes }
      else malformed ((Say "a point stands in two rows") :: []))
  | None -> malformed ((Say "rows must have at least one entry") :: [])

(** val dataset_fields :
    (string * column option field) list -> dataset result **)

let dataset_fields fields =
  bind (is_document dATASET Big.one fields) (fun _ ->
    bind (has_fields (cLASSES :: (rOWS :: [])) fields) (fun _ ->
      bind (rows_of fields) (fun r ->
        bind (classes_of fields) (fun classes -> table_of r classes))))

(** val dataset_of : string -> dataset result **)

let dataset_of s =
  bind (read_with None feed_row s) dataset_fields

(** val qabs : q -> q **)

let qabs x =
  let { qnum = n0; qden = d0 } = x in { qnum = (Big.abs n0); qden = d0 }

type mode =
| Relaxing
| Exact
| Guided

type coordinate =
| Done of bool * form
| Open of form

(** val high0 : unit_kind -> form -> form **)

let high0 kind0 f0 =
  match kind0 with
  | Relu -> f0
  | Step -> Big.one :: []

(** val begun : unit_kind -> form -> coordinate **)

let begun kind0 f0 =
  match constant f0 with
  | Some c0 ->
    if Big.leq Big.zero c0
    then Done (true, (high0 kind0 (c0 :: [])))
    else Done (false, [])
  | None -> Open f0

(** val open_places : int -> coordinate list -> int list **)

let rec open_places place4 = function
| [] -> []
| c0 :: cs' ->
  (match c0 with
   | Done (_, _) -> open_places (Stdlib.Int.succ place4) cs'
   | Open _ -> place4 :: (open_places (Stdlib.Int.succ place4) cs'))

(** val open_at : int -> coordinate list -> form option **)

let rec open_at place4 = function
| [] -> None
| c0 :: cs' ->
  ((fun fO fS n -> if n=0 then fO () else fS (n-1))
     (fun _ ->
     match c0 with
     | Done (_, _) -> None
     | Open f0 -> Some f0)
     (fun place' -> open_at place' cs')
     place4)

(** val put0 : int -> coordinate -> coordinate list -> coordinate list **)

let rec put0 place4 c0 = function
| [] -> []
| c' :: cs' ->
  ((fun fO fS n -> if n=0 then fO () else fS (n-1))
     (fun _ -> c0 :: cs')
     (fun place' -> c' :: (put0 place' c0 cs'))
     place4)

(** val low0 : coordinate **)

let low0 =
  Done (false, [])

(** val closed : coordinate list -> (bool list * form list) option **)

let rec closed = function
| [] -> Some ([], [])
| c0 :: cs' ->
  (match c0 with
   | Done (on0, v) ->
     (match closed cs' with
      | Some p -> let (bs, vs) = p in Some ((on0 :: bs), (v :: vs))
      | None -> None)
   | Open _ -> None)

(** val lowest_terms : form -> Big.t -> form * Big.t **)

let lowest_terms f0 d0 =
  let g0 = divisor d0 f0 in
  if Big.leq g0 Big.one
  then (f0, d0)
  else ((Big.map (fun a0 -> Big.div a0 g0) f0), (Big.div d0 g0))

(** val variable : int -> open_units -> Big.t -> form **)

let variable p us d0 =
  Big.append
    (repeat Big.zero (Stdlib.Int.succ (Big.plus p (List.length us))))
    (d0 :: [])

(** val relaxed :
    box -> open_units -> Big.t -> Big.t -> int list -> coordinate list ->
    open_units -> (coordinate list * open_units) option **)

let rec relaxed b0 there scale1 d0 places1 cs us =
  match places1 with
  | [] -> Some (cs, us)
  | place4 :: places' ->
    (match open_at place4 cs with
     | Some f0 ->
       let (f1, q0) = lowest_terms f0 d0 in
       (match own_bounds b0 there f1 q0 scale1 with
        | Some p ->
          let (l, h0) = p in
          let value1 =
            if Big.leq h0 Big.zero
            then []
            else variable (List.length b0) us d0
          in
          relaxed b0 there scale1 d0 places'
            (put0 place4 (Done (false, value1)) cs)
            ((openUnit (List.length b0) (List.length us) f1 q0 scale1 l h0) :: us)
        | None -> None)
     | None -> None)

(** val all_relaxed :
    ground -> Big.t -> Big.t -> int list -> coordinate list -> (coordinate
    list * ground) option **)

let all_relaxed g0 scale1 d0 places1 cs =
  let places2 = match places1 with
                | [] -> open_places 0 cs
                | _ :: _ -> places1
  in
  if Big.leq scale1 Big.zero
  then None
  else (match relaxed g0.intervals g0.units scale1 d0 places2 cs g0.units with
        | Some p ->
          let (cs', us) = p in
          Some (cs', { facts = g0.facts; intervals = g0.intervals; units =
          us })
        | None -> None)

type hint =
| Split of int
| Below0 of int * Big.t * evidence
| Above0 of int * Big.t * evidence
| Empty of evidence
| Bound
| Goal of Big.t * evidence
| Point of Big.t * Big.t list
| Vacuous of multipliers
| Relax of Big.t * int list
| Move of move

type thread = { hints : hint list; found0 : bool list list }

(** val guide : int -> coordinate list -> hint list -> hint list **)

let rec guide place4 cs h0 =
  match cs with
  | [] -> []
  | c0 :: cs' ->
    (match c0 with
     | Done (_, _) -> guide (Stdlib.Int.succ place4) cs' h0
     | Open f0 ->
       let g0 = primitive f0 in
       let near0 = nth 0 g0 Big.zero in
       let far = Big.add near0 (nth (Stdlib.Int.succ 0) g0 Big.zero) in
       (if Big.leq Big.zero far
        then Above0 (place4, Big.one, (Exactly ((0, far) :: ((0,
               near0) :: []))))
        else Below0 (place4, Big.one, (Exactly ((0, (Big.opp far)) :: ((0,
               (Big.opp near0)) :: []))))) :: h0)

type continuation = state1 -> thread -> thread option

(** val settle :
    Big.t option -> mode -> 'a1 list -> unit_kind -> (unit -> Big.t) ->
    ground -> Big.t -> bool list list -> Big.t -> coordinate list ->
    continuation -> thread -> thread option **)

let rec settle limit how fuel kind0 left g0 c0 tr d0 cs k h0 =
  match closed cs with
  | Some p ->
    let (on0, vs) = p in
    k
      (reduced { base = g0; count0 = c0; trail = (on0 :: tr); den = d0;
        vals = vs }) h0
  | None ->
    (match fuel with
     | [] -> None
     | _ :: fuel0 ->
       (match match how with
              | Guided -> guide 0 cs h0.hints
              | _ -> h0.hints with
        | [] -> None
        | h1 :: h' ->
          (match h1 with
           | Split place4 ->
             (match open_at place4 cs with
              | Some f0 ->
                (match settle limit how fuel0 kind0 left
                         (with_fact g0 (negative_at f0)) c0 tr d0
                         (put0 place4 low0 cs) k { hints = h'; found0 =
                         h0.found0 } with
                 | Some h'' ->
                   settle limit how fuel0 kind0 left
                     (with_fact g0 (reached_at f0)) c0 tr d0
                     (put0 place4 (Done (true, (high0 kind0 f0))) cs) k h''
                 | None -> None)
              | None -> None)
           | Below0 (place4, mu, e0) ->
             (match open_at place4 cs with
              | Some f0 ->
                if refutes g0 (reached_at f0) mu e0
                then settle limit how fuel0 kind0 left g0 c0 tr d0
                       (put0 place4 low0 cs) k { hints = h'; found0 =
                       h0.found0 }
                else None
              | None -> None)
           | Above0 (place4, mu, e0) ->
             (match open_at place4 cs with
              | Some f0 ->
                if refutes g0 (negative_at f0) mu e0
                then settle limit how fuel0 kind0 left g0 c0 tr d0
                       (put0 place4 (Done (true, (high0 kind0 f0))) cs) k
                       { hints = h'; found0 = h0.found0 }
                else None
              | None -> None)
           | Empty e0 ->
             if hollow g0 e0
             then Some { hints = h'; found0 = h0.found0 }
             else None
           | Bound ->
             (match limit with
              | Some t0 ->
                if Big.leq (Big.add c0 (left ())) t0
                then Some { hints = h'; found0 = h0.found0 }
                else None
              | None -> None)
           | Relax (scale1, places1) ->
             (match how with
              | Relaxing ->
                (match kind0 with
                 | Relu ->
                   (match all_relaxed g0 scale1 d0 places1 cs with
                    | Some p ->
                      let (cs', g') = p in
                      settle limit how fuel0 kind0 left g' c0 tr d0 cs' k
                        { hints = h'; found0 = h0.found0 }
                    | None -> None)
                 | Step -> None)
              | _ -> None)
           | Move mv ->
             (match how with
              | Relaxing ->
                (match moved g0 mv with
                 | Some p ->
                   let (g1, other) = p in
                   (match settle limit how fuel0 kind0 left g1 c0 tr d0 cs k
                            { hints = h'; found0 = h0.found0 } with
                    | Some h'' ->
                      (match other with
                       | Some g2 ->
                         settle limit how fuel0 kind0 left g2 c0 tr d0 cs k
                           h''
                       | None -> Some h'')
                    | None -> None)
                 | None -> None)
              | _ -> None)
           | _ -> None)))

(** val layer :
    Big.t option -> mode -> unit_kind -> (unit -> Big.t) -> ground -> Big.t
    -> bool list list -> Big.t -> form list -> continuation -> thread ->
    thread option **)

let layer limit how kind0 left g0 c0 tr d0 vs k h0 =
  let cs = Big.map (begun kind0) vs in
  (match how with
   | Guided -> settle limit how cs kind0 left g0 c0 tr d0 cs k h0
   | _ -> settle limit how h0.hints kind0 left g0 c0 tr d0 cs k h0)

(** val exec :
    measure -> Big.t option -> mode -> net -> (unit -> Big.t) -> state1 ->
    continuation -> thread -> thread option **)

let rec exec m limit how n0 left s k h0 =
  match n0 with
  | Affine (scale1, rows0) ->
    k
      (reduced { base = s.base; count0 =
        (Big.add s.count0 (layer_paid m scale1 rows0)); trail = s.trail;
        den = (Big.mul s.den scale1); vals =
        (Big.map (fun r ->
          dotf (fst r) s.vals ((Big.mul (snd r) s.den) :: [])) rows0) }) h0
  | Identity -> k s h0
  | Units (kind0, width0) ->
    layer limit how kind0 left s.base
      (Big.add s.count0 (Big.mul m.comparison0 width0)) s.trail
      (match kind0 with
       | Relu -> s.den
       | Step -> Big.one) s.vals k h0
  | Sequence (f0, g0) ->
    exec m limit how f0 (fun _ -> Big.add (worst m g0) (left ())) s
      (fun s' h' -> exec m limit how g0 left s' k h') h0
  | Concatenate (f0, g0) ->
    exec m limit how f0 (fun _ -> Big.add (worst m g0) (left ())) s
      (fun s1 h1 ->
      exec m limit how g0 left { base = s1.base; count0 = s1.count0; trail =
        s1.trail; den = s.den; vals = s.vals } (fun s2 h2 ->
        k (join s1.den s1.vals s2) h2) h1) h0
  | Branch (scale1, normal, threshold, below0, above0) ->
    layer limit how Step (fun _ ->
      Big.add (Big.max (worst m below0) (worst m above0)) (left ())) s.base
      (Big.add s.count0 (gate_paid m scale1 normal)) s.trail Big.one
      ((dotf normal s.vals ((Big.opp (Big.mul threshold s.den)) :: [])) :: [])
      (fun s' h' ->
      let s'' = { base = s'.base; count0 = s'.count0; trail = s'.trail; den =
        s.den; vals = s.vals }
      in
      (match s'.vals with
       | [] -> None
       | f0 :: l ->
         (match f0 with
          | [] ->
            (match l with
             | [] -> exec m limit how below0 left s'' k h'
             | _ :: _ -> None)
          | z0 :: l0 ->
            (Big.integer_case
               (fun _ -> None)
               (fun p ->
               Big.positive_case
                 (fun _ -> None)
                 (fun _ -> None)
                 (fun _ ->
                 match l0 with
                 | [] ->
                   (match l with
                    | [] -> exec m limit how above0 left s'' k h'
                    | _ :: _ -> None)
                 | _ :: _ -> None)
                 p)
               (fun _ -> None)
               z0)))) h0

(** val is_true : constraint0 -> bool **)

let is_true c0 =
  match constant (fst c0) with
  | Some v ->
    (match snd c0 with
     | Positive -> Big.lt Big.zero v
     | Nonnegative -> Big.leq Big.zero v
     | Zero -> Big.equal v Big.zero)
  | None -> false

(** val follows : ground -> constraint0 -> hint list -> hint list option **)

let follows g0 c0 h0 =
  if is_true c0
  then Some h0
  else let f0 = fst c0 in
       (match snd c0 with
        | Positive ->
          (match h0 with
           | [] -> None
           | h1 :: h' ->
             (match h1 with
              | Goal (m, e0) ->
                if refutes g0 ((opposite (primitive f0)), Nonnegative) m e0
                then Some h'
                else None
              | _ -> None))
        | Nonnegative ->
          (match h0 with
           | [] -> None
           | h1 :: h' ->
             (match h1 with
              | Goal (m, e0) ->
                if refutes g0 (negative_at f0) m e0 then Some h' else None
              | _ -> None))
        | Zero ->
          (match h0 with
           | [] -> None
           | h1 :: l ->
             (match h1 with
              | Goal (m1, e1) ->
                (match l with
                 | [] -> None
                 | h2 :: h' ->
                   (match h2 with
                    | Goal (m2, e2) ->
                      if refutes g0 (negative_at f0) m1 e1
                      then if refutes g0 ((primitive f0), Positive) m2 e2
                           then Some h'
                           else None
                      else None
                    | _ -> None))
              | _ -> None)))

(** val all_follow :
    constraint0 list -> ground -> hint list -> hint list option **)

let rec all_follow cs g0 h0 =
  match cs with
  | [] -> Some h0
  | c0 :: cs' ->
    (match follows g0 c0 h0 with
     | Some h' -> all_follow cs' g0 h'
     | None -> None)

(** val here_or_beyond :
    (ground -> hint list -> hint list option) -> hint list -> ground -> hint
    list -> hint list option **)

let rec here_or_beyond shown0 fuel g0 h0 = match h0 with
| [] -> shown0 g0 h0
| h1 :: h' ->
  (match h1 with
   | Empty e0 -> if hollow g0 e0 then Some h' else None
   | Move mv ->
     (match fuel with
      | [] -> shown0 g0 h0
      | _ :: fuel0 ->
        (match moved g0 mv with
         | Some p ->
           let (g1, other) = p in
           (match here_or_beyond shown0 fuel0 g1 h' with
            | Some h'' ->
              (match other with
               | Some g2 -> here_or_beyond shown0 fuel0 g2 h''
               | None -> Some h'')
            | None -> None)
         | None -> None))
   | _ -> shown0 g0 h0)

(** val ends : ground -> constraint0 list -> hint list -> hint list option **)

let ends g0 cs h0 =
  if forallb is_true cs
  then Some h0
  else here_or_beyond (all_follow cs) h0 g0 h0

(** val mixed : form -> form list -> form -> form **)

let rec mixed f0 vs acc =
  match f0 with
  | [] -> acc
  | a0 :: f' ->
    (match vs with
     | [] -> acc
     | v :: vs' ->
       mixed f' vs' (if Big.equal a0 Big.zero then acc else addmul a0 v acc))

(** val pulled : Big.t -> form list -> constraint0 -> constraint0 **)

let pulled d0 vs c0 =
  ((mixed (fst c0) ((d0 :: []) :: vs) []), (snd c0))

(** val meets_at : constraint0 list -> continuation **)

let meets_at wanted0 s h0 =
  match ends s.base (Big.map (pulled s.den s.vals) wanted0) h0.hints with
  | Some h' -> Some { hints = h'; found0 = h0.found0 }
  | None -> None

(** val unless_empty :
    constraint0 list -> hint list -> (hint list -> 'a1) -> (hint list -> 'a1
    option) -> 'a1 option **)

let unless_empty domain h0 nothing_in on0 =
  match domain with
  | [] -> on0 h0
  | _ :: _ ->
    (match h0 with
     | [] -> on0 h0
     | h1 :: h' ->
       (match h1 with
        | Vacuous ms -> if empty domain ms then Some (nothing_in h') else None
        | _ -> on0 h0))

(** val inputs1 : int -> form list **)

let inputs1 p =
  Big.map (fun j ->
    Big.append (repeat Big.zero (Stdlib.Int.succ j)) (Big.one :: []))
    (seq 0 p)

(** val on_inputs : int -> constraint0 -> constraint0 **)

let on_inputs p c0 =
  if (<=) (List.length (fst c0)) (Stdlib.Int.succ p)
  then c0
  else ((firstn (Stdlib.Int.succ p) (fst c0)), (snd c0))

(** val start0 : int -> constraint0 list -> state1 **)

let start0 p domain =
  let domain0 = Big.map (on_inputs p) domain in
  { base = { facts = domain0; intervals = (box_of p domain0); units = [] };
  count0 = Big.zero; trail = []; den = Big.one; vals = (inputs1 p) }

(** val differences : form list -> form list -> constraint0 list option **)

let rec differences a0 b0 =
  match a0 with
  | [] -> (match b0 with
           | [] -> Some []
           | _ :: _ -> None)
  | f0 :: a' ->
    (match b0 with
     | [] -> None
     | g0 :: b' ->
       (match differences a' b' with
        | Some l -> Some (((addmul (Big.opp Big.one) g0 f0), Zero) :: l)
        | None -> None))

(** val nothing : measure **)

let nothing =
  { addition = Big.zero; multiplication = Big.zero; comparison0 = Big.zero }

(** val agree_at : int -> continuation **)

let agree_at w s h0 =
  match differences (firstn w s.vals) (Big.skip w s.vals) with
  | Some l ->
    (match ends s.base l h0.hints with
     | Some h' -> Some { hints = h'; found0 = h0.found0 }
     | None -> None)
  | None -> None

(** val agrees :
    int -> int -> net -> net -> constraint0 list -> hint list -> hint list
    option **)

let agrees p q0 n0 m domain h0 =
  unless_empty domain h0 (fun h1 -> h1) (fun h1 ->
    match exec nothing None Relaxing (Concatenate (n0, m)) (fun _ ->
            Big.zero) (start0 p domain) (agree_at q0) { hints = h1; found0 =
            [] } with
    | Some t0 -> Some t0.hints
    | None -> None)

(** val cheap_at : Big.t -> continuation **)

let cheap_at t0 s h0 =
  if Big.leq s.count0 t0
  then Some h0
  else (match here_or_beyond (fun _ _ -> None) h0.hints s.base h0.hints with
        | Some h' -> Some { hints = h'; found0 = h0.found0 }
        | None -> None)

(** val cheap :
    measure -> int -> net -> Big.t -> constraint0 list -> hint list -> bool **)

let cheap m p n0 t0 domain h0 =
  match unless_empty domain h0 (fun h1 -> { hints = h1; found0 = [] })
          (fun h1 ->
          exec m (Some t0) Relaxing n0 (fun _ -> Big.zero) (start0 p domain)
            (cheap_at t0) { hints = h1; found0 = [] }) with
  | Some t1 ->
    let { hints = hints0; found0 = _ } = t1 in
    (match hints0 with
     | [] -> true
     | _ :: _ -> false)
  | None -> false

(** val lin_reduced : form -> q list -> q -> q **)

let rec lin_reduced f0 z0 acc =
  match f0 with
  | [] -> acc
  | a0 :: f' ->
    (match z0 with
     | [] -> acc
     | q0 :: z' ->
       lin_reduced f' z'
         (if Big.equal a0 Big.zero
          then acc
          else qred (qplus acc (qmult (inject_Z a0) q0))))

(** val holds : q list -> constraint0 -> bool **)

let holds z0 c0 =
  let v =
    lin_reduced (fst c0) ({ qnum = Big.one; qden = Big.one } :: z0) { qnum =
      Big.zero; qden = Big.one }
  in
  (match snd c0 with
   | Positive -> negb (qle_bool v { qnum = Big.zero; qden = Big.one })
   | Nonnegative -> qle_bool { qnum = Big.zero; qden = Big.one } v
   | Zero -> qeq_bool v { qnum = Big.zero; qden = Big.one })

(** val narrow0 : int -> constraint0 list -> bool **)

let narrow0 p cs =
  forallb (fun c0 -> (<=) (List.length (fst c0)) (Stdlib.Int.succ p)) cs

(** val all_read : hint list option -> bool **)

let all_read = function
| Some l -> (match l with
             | [] -> true
             | _ :: _ -> false)
| None -> false

(** val check_agree :
    int -> int -> part -> part -> constraint0 list -> hint list -> bool **)

let check_agree p q0 n0 m domain h0 =
  if has_widths p q0 n0
  then all_read (agrees p q0 n0.body m.body domain h0)
  else false

(** val check_cheap :
    measure -> int -> int -> part -> Big.t -> constraint0 list -> hint list
    -> bool **)

let check_cheap m p q0 n0 t0 domain h0 =
  if has_widths p q0 n0 then cheap m p n0.body t0 domain h0 else false

(** val meets :
    int -> net -> constraint0 list -> constraint0 list -> hint list -> hint
    list option **)

let meets p n0 domain wanted0 h0 =
  unless_empty domain h0 (fun h1 -> h1) (fun h1 ->
    match exec nothing None Relaxing n0 (fun _ -> Big.zero) (start0 p domain)
            (meets_at wanted0) { hints = h1; found0 = [] } with
    | Some t0 -> Some t0.hints
    | None -> None)

(** val all_meet :
    int -> part -> constraint0 list -> constraint0 list -> hint list -> bool **)

let all_meet p n0 domain wanted0 h0 =
  all_read (meets p n0.body domain wanted0 h0)

(** val line : Big.t -> (Big.t * Big.t) list -> net **)

let line d0 wb =
  Affine (d0,
    (Big.map (fun c0 -> (((0, (Big.sub (fst c0) (snd c0))) :: []), (snd c0)))
      wb))

(** val segment : constraint0 list **)

let segment =
  ((Big.zero :: (Big.one :: [])), Positive) :: (((Big.one :: ((Big.opp
    Big.one) :: [])), Nonnegative) :: [])

(** val fails : constraint0 -> bool **)

let fails c0 =
  let near0 = nth 0 (fst c0) Big.zero in
  let far = Big.add near0 (nth (Stdlib.Int.succ 0) (fst c0) Big.zero) in
  (match snd c0 with
   | Positive ->
     if Big.leq far Big.zero then Big.leq near0 Big.zero else false
   | Nonnegative ->
     if Big.lt far Big.zero then Big.leq near0 Big.zero else false
   | Zero ->
     if Big.lt Big.zero far
     then Big.leq Big.zero near0
     else if Big.lt far Big.zero then Big.leq near0 Big.zero else false)

(** val wrong_at : constraint0 list -> continuation **)

let wrong_at wanted0 s h0 =
  if existsb (fun c0 -> fails (pulled s.den s.vals c0)) wanted0
  then Some h0
  else None

(** val right_at : constraint0 list -> continuation **)

let right_at wanted0 s h0 =
  if forallb (fun c0 -> is_true (pulled s.den s.vals c0)) wanted0
  then Some h0
  else None

(** val counted_along :
    measure -> Big.t -> (Big.t * Big.t) list -> net -> continuation -> bool **)

let counted_along m d0 wb n0 k =
  match exec m None Guided (Sequence ((line d0 wb), n0)) (fun _ -> Big.zero)
          (start0 (Stdlib.Int.succ 0) segment) k { hints = []; found0 = [] } with
  | Some _ -> true
  | None -> false

(** val along :
    Big.t -> (Big.t * Big.t) list -> net -> continuation -> bool **)

let along =
  counted_along nothing

type target0 =
| Label of values_over
| Class of int
| Both of int * int

type radius =
| All
| Wrong0
| Closed of q * q option
| Opened of q * q option

(** val place1 : int -> form **)

let place1 j =
  Big.append (repeat Big.zero (Stdlib.Int.succ j)) (Big.one :: [])

(** val greatest0 : int -> int -> int -> constraint0 list **)

let greatest0 from0 size2 label0 =
  Big.map (fun j -> ((addmul (Big.opp Big.one) (place1 j) (place1 label0)),
    Positive)) (filter (fun j -> negb ((=) j label0)) (seq from0 size2))

(** val wanted : int -> target0 -> constraint0 list **)

let wanted q0 = function
| Label y ->
  let (ys, d0) = y in
  Big.map (fun j ->
    ((addmul d0 (place1 j) ((Big.opp (nth j ys Big.zero)) :: [])), Zero))
    (seq 0 q0)
| Class label0 -> greatest0 0 q0 label0
| Both (label0, first1) ->
  Big.append (greatest0 0 first1 label0)
    (greatest0 first1 (sub q0 first1) (Big.plus first1 label0))

(** val possible : int -> target0 -> bool **)

let possible q0 = function
| Label y -> (=) (List.length (fst y)) q0
| Class label0 -> Nat.ltb label0 q0
| Both (label0, first1) ->
  (&&) (Nat.ltb label0 first1) (Nat.ltb label0 (sub q0 first1))

(** val alone : Big.t -> int -> Big.t list **)

let rec alone a0 j =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> a0 :: [])
    (fun j0 -> Big.zero :: (alone a0 j0))
    j

(** val in_one : Big.t -> Big.t -> int -> form **)

let in_one c0 a0 j =
  match primitive (c0 :: (a0 :: [])) with
  | [] -> []
  | c1 :: l -> (match l with
                | [] -> c1 :: []
                | a1 :: _ -> c1 :: (alone a1 j))

(** val ball : bool -> values_over -> q -> constraint0 list **)

let ball strict x r =
  let sign = if strict then Positive else Nonnegative in
  let unit1 = (Big.mul (snd x) r.qden) in
  let slack = Big.mul r.qnum (snd x) in
  flat_map (fun term ->
    let middle = Big.mul (snd term) r.qden in
    ((in_one (Big.sub slack middle) unit1 (fst term)),
    sign) :: (((in_one (Big.add slack middle) (Big.opp unit1) (fst term)),
    sign) :: [])) (Big.combine (seq 0 (List.length (fst x))) (fst x))

(** val near : q -> vec -> vec -> bool **)

let rec near s xs zs =
  match xs with
  | [] -> (match zs with
           | [] -> true
           | _ :: _ -> false)
  | x :: xs' ->
    (match zs with
     | [] -> false
     | z0 :: zs' ->
       if qle_bool (qabs (qminus z0 x)) s then near s xs' zs' else false)

(** val evidence0 : int -> Big.t list -> (Big.t * Big.t) list option **)

let evidence0 p numbers0 =
  if (=) (List.length numbers0) p
  then Some (Big.combine numbers0 numbers0)
  else if (=) (List.length numbers0) (Big.plus p p)
       then Some (Big.combine (firstn p numbers0) (Big.skip p numbers0))
       else None

(** val bad :
    int -> net -> constraint0 list -> values_over -> q option -> hint list ->
    hint list option **)

let bad p n0 cs x s h0 =
  match s with
  | Some s0 ->
    (match h0 with
     | [] -> None
     | h1 :: h' ->
       (match h1 with
        | Point (d0, numbers0) ->
          (Big.integer_case
             (fun _ -> None)
             (fun d1 ->
             match evidence0 p numbers0 with
             | Some wb ->
               if near s0 (rationals x) (rationals ((Big.map snd wb), d1))
               then if along d1 wb n0 (wrong_at cs) then Some h' else None
               else None
             | None -> None)
             (fun _ -> None)
             d0)
        | _ -> None))
  | None -> Some h0

(** val itself : values_over -> (Big.t * Big.t) list **)

let itself x =
  Big.combine (fst x) (fst x)

(** val radius_shown :
    int -> int -> net -> ((values_over * target0) * radius) -> hint list ->
    hint list option **)

let radius_shown p q0 n0 row1 h0 =
  let (p0, r) = row1 in
  let (x, t0) = p0 in
  let cs = wanted q0 t0 in
  if (=) (List.length (fst x)) p
  then if possible q0 t0
       then (match r with
             | All -> meets p n0 [] cs h0
             | Wrong0 ->
               if along (snd x) (itself x) n0 (wrong_at cs)
               then Some h0
               else None
             | Closed (r0, s) ->
               if negb (qle_bool { qnum = Big.zero; qden = Big.one } r0)
               then None
               else if qeq_bool r0 { qnum = Big.zero; qden = Big.one }
                    then if along (snd x) (itself x) n0 (right_at cs)
                         then bad p n0 cs x s h0
                         else None
                    else (match meets p n0 (ball false x r0) cs h0 with
                          | Some h' -> bad p n0 cs x s h'
                          | None -> None)
             | Opened (r0, s) ->
               if qle_bool r0 { qnum = Big.zero; qden = Big.one }
               then None
               else (match meets p n0 (ball true x r0) cs h0 with
                     | Some h' -> bad p n0 cs x s h'
                     | None -> None))
       else None
  else None

(** val balls_agree :
    int -> int -> net -> net -> q -> values_over list -> hint list -> hint
    list option **)

let rec balls_agree p q0 n0 m r points0 h0 =
  match points0 with
  | [] -> Some h0
  | x :: points' ->
    let left =
      if negb ((=) (List.length (fst x)) p)
      then None
      else if qeq_bool r { qnum = Big.zero; qden = Big.one }
           then if same_row n0 m x then Some h0 else None
           else agrees p q0 n0 m (ball false x r) h0
    in
    (match left with
     | Some h' -> balls_agree p q0 n0 m r points' h'
     | None -> None)

(** val check_balls :
    int -> int -> part -> part -> q -> values_over list -> hint list -> bool **)

let check_balls p q0 n0 m r points0 h0 =
  if has_widths p q0 n0
  then all_read (balls_agree p q0 n0.body m.body r points0 h0)
  else false

type reference0 = { file : string; digest0 : string }

type bound0 = { constant0 : Big.t; factors : (int * Big.t) list;
                relation0 : relation }

(** val constraint1 : bound0 -> constraint0 **)

let constraint1 b0 =
  ((sparse b0.constant0 b0.factors), b0.relation0)

(** val region : bound0 list -> constraint0 list **)

let region bs =
  Big.map constraint1 bs

type goal =
| AsGiven
| OneHot
| Greatest

type claim =
| AtPoints of goal * reference0 * reference0
| Robustly of goal * reference0 * reference0 * q
| WithRadii of goal * reference0 * reference0 * radius list
| Equivalent of reference0 * reference0 * bound0 list
| WithinTolerance of reference0 * reference0 * bound0 list * q
| EquivalentOnBalls of reference0 * reference0 * reference0 * q
| SameClassOnBalls of reference0 * reference0 * reference0 * radius list
| OperationsAtMost of reference0 * bound0 list * counted * Big.t
   * values_over option
| OutputWithin of reference0 * bound0 list * bound0 list
| Avoids of reference0 * bound0 list * bound0 list list
| Paths of reference0 * bound0 list * Big.t
| ComparisonsNeeded of bool * reference0 * Big.t
| DepthNeeded of bool * reference0 * Big.t
| OperationsNeeded of reference0 * Big.t
| UnitsNeeded of reference0 * Big.t
| MeanNeeded of bool * bool * reference0 * q

type kind =
| Memorizing
| Classifying
| MemorizingRobustly
| ClassifyingRobustly
| MemorizingWithRadii
| ClassifyingWithRadii
| Equalling
| Approaching
| EquallingOnBalls
| AgreeingOnBalls
| Costing
| Staying
| Avoiding
| Branching
| Comparing
| ComparingConstants
| Deepening
| DeepeningAffine
| Operating
| Hiding
| Averaging of bool * bool

(** val kinds : (string * kind) list **)

let kinds =
  ((Big.byte_before ('m', (Big.byte_before ('e', (Big.byte_before ('m',
    (Big.byte_before ('o', (Big.byte_before ('r', (Big.byte_before ('i',
    (Big.byte_before ('z', (Big.byte_before ('e', (Big.byte_before ('s',
    "")))))))))))))))))), Memorizing) :: (((Big.byte_before ('c',
    (Big.byte_before ('l', (Big.byte_before ('a', (Big.byte_before ('s',
    (Big.byte_before ('s', (Big.byte_before ('i', (Big.byte_before ('f',
    (Big.byte_before ('i', (Big.byte_before ('e', (Big.byte_before ('s',
    "")))))))))))))))))))), Classifying) :: (((Big.byte_before ('m',
    (Big.byte_before ('e', (Big.byte_before ('m', (Big.byte_before ('o',
    (Big.byte_before ('r', (Big.byte_before ('i', (Big.byte_before ('z',
    (Big.byte_before ('e', (Big.byte_before ('s', (Big.byte_before (' ',
    (Big.byte_before ('r', (Big.byte_before ('o', (Big.byte_before ('b',
    (Big.byte_before ('u', (Big.byte_before ('s', (Big.byte_before ('t',
    (Big.byte_before ('l', (Big.byte_before ('y',
    "")))))))))))))))))))))))))))))))))))),
    MemorizingRobustly) :: (((Big.byte_before ('c', (Big.byte_before ('l',
    (Big.byte_before ('a', (Big.byte_before ('s', (Big.byte_before ('s',
    (Big.byte_before ('i', (Big.byte_before ('f', (Big.byte_before ('i',
    (Big.byte_before ('e', (Big.byte_before ('s', (Big.byte_before (' ',
    (Big.byte_before ('r', (Big.byte_before ('o', (Big.byte_before ('b',
    (Big.byte_before ('u', (Big.byte_before ('s', (Big.byte_before ('t',
    (Big.byte_before ('l', (Big.byte_before ('y',
    "")))))))))))))))))))))))))))))))))))))),
    ClassifyingRobustly) :: (((Big.byte_before ('m', (Big.byte_before ('e',
    (Big.byte_before ('m', (Big.byte_before ('o', (Big.byte_before ('r',
    (Big.byte_before ('i', (Big.byte_before ('z', (Big.byte_before ('e',
    (Big.byte_before ('s', (Big.byte_before (' ', (Big.byte_before ('w',
    (Big.byte_before ('i', (Big.byte_before ('t', (Big.byte_before ('h',
    (Big.byte_before (' ', (Big.byte_before ('r', (Big.byte_before ('a',
    (Big.byte_before ('d', (Big.byte_before ('i', (Big.byte_before ('i',
    "")))))))))))))))))))))))))))))))))))))))),
    MemorizingWithRadii) :: (((Big.byte_before ('c', (Big.byte_before ('l',
    (Big.byte_before ('a', (Big.byte_before ('s', (Big.byte_before ('s',
    (Big.byte_before ('i', (Big.byte_before ('f', (Big.byte_before ('i',
    (Big.byte_before ('e', (Big.byte_before ('s', (Big.byte_before (' ',
    (Big.byte_before ('w', (Big.byte_before ('i', (Big.byte_before ('t',
    (Big.byte_before ('h', (Big.byte_before (' ', (Big.byte_before ('r',
    (Big.byte_before ('a', (Big.byte_before ('d', (Big.byte_before ('i',
    (Big.byte_before ('i', "")))))))))))))))))))))))))))))))))))))))))),
    ClassifyingWithRadii) :: (((Big.byte_before ('e', (Big.byte_before ('q',
    (Big.byte_before ('u', (Big.byte_before ('i', (Big.byte_before ('v',
    (Big.byte_before ('a', (Big.byte_before ('l', (Big.byte_before ('e',
    (Big.byte_before ('n', (Big.byte_before ('t', "")))))))))))))))))))),
    Equalling) :: (((Big.byte_before ('w', (Big.byte_before ('i',
    (Big.byte_before ('t', (Big.byte_before ('h', (Big.byte_before ('i',
    (Big.byte_before ('n', (Big.byte_before (' ', (Big.byte_before ('t',
    (Big.byte_before ('o', (Big.byte_before ('l', (Big.byte_before ('e',
    (Big.byte_before ('r', (Big.byte_before ('a', (Big.byte_before ('n',
    (Big.byte_before ('c', (Big.byte_before ('e',
    "")))))))))))))))))))))))))))))))), Approaching) :: (((Big.byte_before
    ('e', (Big.byte_before ('q', (Big.byte_before ('u', (Big.byte_before
    ('i', (Big.byte_before ('v', (Big.byte_before ('a', (Big.byte_before
    ('l', (Big.byte_before ('e', (Big.byte_before ('n', (Big.byte_before
    ('t', (Big.byte_before (' ', (Big.byte_before ('o', (Big.byte_before
    ('n', (Big.byte_before (' ', (Big.byte_before ('b', (Big.byte_before
    ('a', (Big.byte_before ('l', (Big.byte_before ('l', (Big.byte_before
    ('s', "")))))))))))))))))))))))))))))))))))))),
    EquallingOnBalls) :: (((Big.byte_before ('s', (Big.byte_before ('a',
    (Big.byte_before ('m', (Big.byte_before ('e', (Big.byte_before (' ',
    (Big.byte_before ('c', (Big.byte_before ('l', (Big.byte_before ('a',
    (Big.byte_before ('s', (Big.byte_before ('s', (Big.byte_before (' ',
    (Big.byte_before ('o', (Big.byte_before ('n', (Big.byte_before (' ',
    (Big.byte_before ('b', (Big.byte_before ('a', (Big.byte_before ('l',
    (Big.byte_before ('l', (Big.byte_before ('s',
    "")))))))))))))))))))))))))))))))))))))),
    AgreeingOnBalls) :: (((Big.byte_before ('o', (Big.byte_before ('p',
    (Big.byte_before ('e', (Big.byte_before ('r', (Big.byte_before ('a',
    (Big.byte_before ('t', (Big.byte_before ('i', (Big.byte_before ('o',
    (Big.byte_before ('n', (Big.byte_before ('s', (Big.byte_before (' ',
    (Big.byte_before ('a', (Big.byte_before ('t', (Big.byte_before (' ',
    (Big.byte_before ('m', (Big.byte_before ('o', (Big.byte_before ('s',
    (Big.byte_before ('t', "")))))))))))))))))))))))))))))))))))),
    Costing) :: (((Big.byte_before ('o', (Big.byte_before ('u',
    (Big.byte_before ('t', (Big.byte_before ('p', (Big.byte_before ('u',
    (Big.byte_before ('t', (Big.byte_before (' ', (Big.byte_before ('w',
    (Big.byte_before ('i', (Big.byte_before ('t', (Big.byte_before ('h',
    (Big.byte_before ('i', (Big.byte_before ('n',
    "")))))))))))))))))))))))))), Staying) :: (((Big.byte_before ('a',
    (Big.byte_before ('v', (Big.byte_before ('o', (Big.byte_before ('i',
    (Big.byte_before ('d', (Big.byte_before ('s', "")))))))))))),
    Avoiding) :: (((Big.byte_before ('p', (Big.byte_before ('a',
    (Big.byte_before ('t', (Big.byte_before ('h', (Big.byte_before ('s',
    "")))))))))), Branching) :: (((Big.byte_before ('c', (Big.byte_before
    ('o', (Big.byte_before ('m', (Big.byte_before ('p', (Big.byte_before
    ('a', (Big.byte_before ('r', (Big.byte_before ('i', (Big.byte_before
    ('s', (Big.byte_before ('o', (Big.byte_before ('n', (Big.byte_before
    ('s', (Big.byte_before (' ', (Big.byte_before ('n', (Big.byte_before
    ('e', (Big.byte_before ('e', (Big.byte_before ('d', (Big.byte_before
    ('e', (Big.byte_before ('d', "")))))))))))))))))))))))))))))))))))),
    Comparing) :: (((Big.byte_before ('c', (Big.byte_before ('o',
    (Big.byte_before ('m', (Big.byte_before ('p', (Big.byte_before ('a',
    (Big.byte_before ('r', (Big.byte_before ('i', (Big.byte_before ('s',
    (Big.byte_before ('o', (Big.byte_before ('n', (Big.byte_before ('s',
    (Big.byte_before (' ', (Big.byte_before ('n', (Big.byte_before ('e',
    (Big.byte_before ('e', (Big.byte_before ('d', (Big.byte_before ('e',
    (Big.byte_before ('d', (Big.byte_before (' ', (Big.byte_before ('w',
    (Big.byte_before ('i', (Big.byte_before ('t', (Big.byte_before ('h',
    (Big.byte_before (' ', (Big.byte_before ('c', (Big.byte_before ('o',
    (Big.byte_before ('n', (Big.byte_before ('s', (Big.byte_before ('t',
    (Big.byte_before ('a', (Big.byte_before ('n', (Big.byte_before ('t',
    (Big.byte_before (' ', (Big.byte_before ('l', (Big.byte_before ('e',
    (Big.byte_before ('a', (Big.byte_before ('v', (Big.byte_before ('e',
    (Big.byte_before ('s',
    "")))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))),
    ComparingConstants) :: (((Big.byte_before ('d', (Big.byte_before ('e',
    (Big.byte_before ('p', (Big.byte_before ('t', (Big.byte_before ('h',
    (Big.byte_before (' ', (Big.byte_before ('n', (Big.byte_before ('e',
    (Big.byte_before ('e', (Big.byte_before ('d', (Big.byte_before ('e',
    (Big.byte_before ('d', "")))))))))))))))))))))))),
    Deepening) :: (((Big.byte_before ('d', (Big.byte_before ('e',
    (Big.byte_before ('p', (Big.byte_before ('t', (Big.byte_before ('h',
    (Big.byte_before (' ', (Big.byte_before ('n', (Big.byte_before ('e',
    (Big.byte_before ('e', (Big.byte_before ('d', (Big.byte_before ('e',
    (Big.byte_before ('d', (Big.byte_before (' ', (Big.byte_before ('w',
    (Big.byte_before ('i', (Big.byte_before ('t', (Big.byte_before ('h',
    (Big.byte_before (' ', (Big.byte_before ('a', (Big.byte_before ('f',
    (Big.byte_before ('f', (Big.byte_before ('i', (Big.byte_before ('n',
    (Big.byte_before ('e', (Big.byte_before (' ', (Big.byte_before ('l',
    (Big.byte_before ('e', (Big.byte_before ('a', (Big.byte_before ('v',
    (Big.byte_before ('e', (Big.byte_before ('s',
    "")))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))),
    DeepeningAffine) :: (((Big.byte_before ('o', (Big.byte_before ('p',
    (Big.byte_before ('e', (Big.byte_before ('r', (Big.byte_before ('a',
    (Big.byte_before ('t', (Big.byte_before ('i', (Big.byte_before ('o',
    (Big.byte_before ('n', (Big.byte_before ('s', (Big.byte_before (' ',
    (Big.byte_before ('n', (Big.byte_before ('e', (Big.byte_before ('e',
    (Big.byte_before ('d', (Big.byte_before ('e', (Big.byte_before ('d',
    "")))))))))))))))))))))))))))))))))), Operating) :: (((Big.byte_before
    ('u', (Big.byte_before ('n', (Big.byte_before ('i', (Big.byte_before
    ('t', (Big.byte_before ('s', (Big.byte_before (' ', (Big.byte_before
    ('n', (Big.byte_before ('e', (Big.byte_before ('e', (Big.byte_before
    ('d', (Big.byte_before ('e', (Big.byte_before ('d',
    "")))))))))))))))))))))))), Hiding) :: (((Big.byte_before ('m',
    (Big.byte_before ('e', (Big.byte_before ('a', (Big.byte_before ('n',
    (Big.byte_before (' ', (Big.byte_before ('c', (Big.byte_before ('o',
    (Big.byte_before ('m', (Big.byte_before ('p', (Big.byte_before ('a',
    (Big.byte_before ('r', (Big.byte_before ('i', (Big.byte_before ('s',
    (Big.byte_before ('o', (Big.byte_before ('n', (Big.byte_before ('s',
    (Big.byte_before (' ', (Big.byte_before ('n', (Big.byte_before ('e',
    (Big.byte_before ('e', (Big.byte_before ('d', (Big.byte_before ('e',
    (Big.byte_before ('d', "")))))))))))))))))))))))))))))))))))))))))))))),
    (Averaging (false, false))) :: (((Big.byte_before ('m', (Big.byte_before
    ('e', (Big.byte_before ('a', (Big.byte_before ('n', (Big.byte_before
    (' ', (Big.byte_before ('c', (Big.byte_before ('o', (Big.byte_before
    ('m', (Big.byte_before ('p', (Big.byte_before ('a', (Big.byte_before
    ('r', (Big.byte_before ('i', (Big.byte_before ('s', (Big.byte_before
    ('o', (Big.byte_before ('n', (Big.byte_before ('s', (Big.byte_before
    (' ', (Big.byte_before ('n', (Big.byte_before ('e', (Big.byte_before
    ('e', (Big.byte_before ('d', (Big.byte_before ('e', (Big.byte_before
    ('d', (Big.byte_before (' ', (Big.byte_before ('w', (Big.byte_before
    ('i', (Big.byte_before ('t', (Big.byte_before ('h', (Big.byte_before
    (' ', (Big.byte_before ('c', (Big.byte_before ('o', (Big.byte_before
    ('n', (Big.byte_before ('s', (Big.byte_before ('t', (Big.byte_before
    ('a', (Big.byte_before ('n', (Big.byte_before ('t', (Big.byte_before
    (' ', (Big.byte_before ('l', (Big.byte_before ('e', (Big.byte_before
    ('a', (Big.byte_before ('v', (Big.byte_before ('e', (Big.byte_before
    ('s',
    "")))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))),
    (Averaging (false, true))) :: (((Big.byte_before ('m', (Big.byte_before
    ('e', (Big.byte_before ('a', (Big.byte_before ('n', (Big.byte_before
    (' ', (Big.byte_before ('d', (Big.byte_before ('e', (Big.byte_before
    ('p', (Big.byte_before ('t', (Big.byte_before ('h', (Big.byte_before
    (' ', (Big.byte_before ('n', (Big.byte_before ('e', (Big.byte_before
    ('e', (Big.byte_before ('d', (Big.byte_before ('e', (Big.byte_before
    ('d', "")))))))))))))))))))))))))))))))))), (Averaging (true,
    true))) :: (((Big.byte_before ('m', (Big.byte_before ('e',
    (Big.byte_before ('a', (Big.byte_before ('n', (Big.byte_before (' ',
    (Big.byte_before ('d', (Big.byte_before ('e', (Big.byte_before ('p',
    (Big.byte_before ('t', (Big.byte_before ('h', (Big.byte_before (' ',
    (Big.byte_before ('n', (Big.byte_before ('e', (Big.byte_before ('e',
    (Big.byte_before ('d', (Big.byte_before ('e', (Big.byte_before ('d',
    (Big.byte_before (' ', (Big.byte_before ('w', (Big.byte_before ('i',
    (Big.byte_before ('t', (Big.byte_before ('h', (Big.byte_before (' ',
    (Big.byte_before ('a', (Big.byte_before ('f', (Big.byte_before ('f',
    (Big.byte_before ('i', (Big.byte_before ('n', (Big.byte_before ('e',
    (Big.byte_before (' ', (Big.byte_before ('l', (Big.byte_before ('e',
    (Big.byte_before ('a', (Big.byte_before ('v', (Big.byte_before ('e',
    (Big.byte_before ('s',
    "")))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))),
    (Averaging (true, false))) :: [])))))))))))))))))))))))

type role =
| Network
| Data

(** val roles : kind -> role list **)

let roles = function
| Memorizing -> Network :: (Data :: [])
| Classifying -> Network :: (Data :: [])
| MemorizingRobustly -> Network :: (Data :: [])
| ClassifyingRobustly -> Network :: (Data :: [])
| MemorizingWithRadii -> Network :: (Data :: [])
| ClassifyingWithRadii -> Network :: (Data :: [])
| Equalling -> Network :: (Network :: [])
| Approaching -> Network :: (Network :: [])
| EquallingOnBalls -> Network :: (Network :: (Data :: []))
| AgreeingOnBalls -> Network :: (Network :: (Data :: []))
| Costing -> Network :: []
| Staying -> Network :: []
| Avoiding -> Network :: []
| Branching -> Network :: []
| _ -> Data :: []

(** val kIND : string **)

let kIND =
  Big.byte_before ('k', (Big.byte_before ('i', (Big.byte_before ('n',
    (Big.byte_before ('d', "")))))))

(** val nETWORK0 : string **)

let nETWORK0 =
  Big.byte_before ('n', (Big.byte_before ('e', (Big.byte_before ('t',
    (Big.byte_before ('w', (Big.byte_before ('o', (Big.byte_before ('r',
    (Big.byte_before ('k', "")))))))))))))

(** val oTHER : string **)

let oTHER =
  Big.byte_before ('o', (Big.byte_before ('t', (Big.byte_before ('h',
    (Big.byte_before ('e', (Big.byte_before ('r', "")))))))))

(** val dATA : string **)

let dATA =
  Big.byte_before ('d', (Big.byte_before ('a', (Big.byte_before ('t',
    (Big.byte_before ('a', (Big.byte_before ('s', (Big.byte_before ('e',
    (Big.byte_before ('t', "")))))))))))))

(** val dOMAIN : string **)

let dOMAIN =
  Big.byte_before ('d', (Big.byte_before ('o', (Big.byte_before ('m',
    (Big.byte_before ('a', (Big.byte_before ('i', (Big.byte_before ('n',
    "")))))))))))

(** val lABELS : string **)

let lABELS =
  Big.byte_before ('l', (Big.byte_before ('a', (Big.byte_before ('b',
    (Big.byte_before ('e', (Big.byte_before ('l', (Big.byte_before ('s',
    "")))))))))))

(** val rADIUS : string **)

let rADIUS =
  Big.byte_before ('r', (Big.byte_before ('a', (Big.byte_before ('d',
    (Big.byte_before ('i', (Big.byte_before ('u', (Big.byte_before ('s',
    "")))))))))))

(** val rADII : string **)

let rADII =
  Big.byte_before ('r', (Big.byte_before ('a', (Big.byte_before ('d',
    (Big.byte_before ('i', (Big.byte_before ('i', "")))))))))

(** val tOLERANCE : string **)

let tOLERANCE =
  Big.byte_before ('t', (Big.byte_before ('o', (Big.byte_before ('l',
    (Big.byte_before ('e', (Big.byte_before ('r', (Big.byte_before ('a',
    (Big.byte_before ('n', (Big.byte_before ('c', (Big.byte_before ('e',
    "")))))))))))))))))

(** val mEASURE : string **)

let mEASURE =
  Big.byte_before ('m', (Big.byte_before ('e', (Big.byte_before ('a',
    (Big.byte_before ('s', (Big.byte_before ('u', (Big.byte_before ('r',
    (Big.byte_before ('e', "")))))))))))))

(** val bOUND : string **)

let bOUND =
  Big.byte_before ('b', (Big.byte_before ('o', (Big.byte_before ('u',
    (Big.byte_before ('n', (Big.byte_before ('d', "")))))))))

(** val aTTAINED : string **)

let aTTAINED =
  Big.byte_before ('a', (Big.byte_before ('t', (Big.byte_before ('t',
    (Big.byte_before ('a', (Big.byte_before ('i', (Big.byte_before ('n',
    (Big.byte_before ('e', (Big.byte_before ('d', "")))))))))))))))

(** val oUTPUTS : string **)

let oUTPUTS =
  Big.byte_before ('o', (Big.byte_before ('u', (Big.byte_before ('t',
    (Big.byte_before ('p', (Big.byte_before ('u', (Big.byte_before ('t',
    (Big.byte_before ('s', "")))))))))))))

(** val uNSAFE : string **)

let uNSAFE =
  Big.byte_before ('u', (Big.byte_before ('n', (Big.byte_before ('s',
    (Big.byte_before ('a', (Big.byte_before ('f', (Big.byte_before ('e',
    "")))))))))))

(** val cOUNT : string **)

let cOUNT =
  Big.byte_before ('c', (Big.byte_before ('o', (Big.byte_before ('u',
    (Big.byte_before ('n', (Big.byte_before ('t', "")))))))))

(** val cOMPARISONS : string **)

let cOMPARISONS =
  Big.byte_before ('c', (Big.byte_before ('o', (Big.byte_before ('m',
    (Big.byte_before ('p', (Big.byte_before ('a', (Big.byte_before ('r',
    (Big.byte_before ('i', (Big.byte_before ('s', (Big.byte_before ('o',
    (Big.byte_before ('n', (Big.byte_before ('s', "")))))))))))))))))))))

(** val dEPTH : string **)

let dEPTH =
  Big.byte_before ('d', (Big.byte_before ('e', (Big.byte_before ('p',
    (Big.byte_before ('t', (Big.byte_before ('h', "")))))))))

(** val oPERATIONS : string **)

let oPERATIONS =
  Big.byte_before ('o', (Big.byte_before ('p', (Big.byte_before ('e',
    (Big.byte_before ('r', (Big.byte_before ('a', (Big.byte_before ('t',
    (Big.byte_before ('i', (Big.byte_before ('o', (Big.byte_before ('n',
    (Big.byte_before ('s', "")))))))))))))))))))

(** val uNITS : string **)

let uNITS =
  Big.byte_before ('u', (Big.byte_before ('n', (Big.byte_before ('i',
    (Big.byte_before ('t', (Big.byte_before ('s', "")))))))))

(** val mEAN : string **)

let mEAN =
  Big.byte_before ('m', (Big.byte_before ('e', (Big.byte_before ('a',
    (Big.byte_before ('n', "")))))))

(** val keys : kind -> string list **)

let keys = function
| Memorizing -> nETWORK0 :: (dATA :: (lABELS :: []))
| Classifying -> nETWORK0 :: (dATA :: [])
| MemorizingRobustly -> nETWORK0 :: (dATA :: (lABELS :: (rADIUS :: [])))
| ClassifyingRobustly -> nETWORK0 :: (dATA :: (rADIUS :: []))
| MemorizingWithRadii -> nETWORK0 :: (dATA :: (lABELS :: (rADII :: [])))
| ClassifyingWithRadii -> nETWORK0 :: (dATA :: (rADII :: []))
| Equalling -> nETWORK0 :: (oTHER :: (dOMAIN :: []))
| Approaching -> nETWORK0 :: (oTHER :: (dOMAIN :: (tOLERANCE :: [])))
| EquallingOnBalls -> nETWORK0 :: (oTHER :: (dATA :: (rADIUS :: [])))
| AgreeingOnBalls -> nETWORK0 :: (oTHER :: (dATA :: (rADII :: [])))
| Costing -> nETWORK0 :: (dOMAIN :: (mEASURE :: (bOUND :: (aTTAINED :: []))))
| Staying -> nETWORK0 :: (dOMAIN :: (oUTPUTS :: []))
| Avoiding -> nETWORK0 :: (dOMAIN :: (uNSAFE :: []))
| Branching -> nETWORK0 :: (dOMAIN :: (cOUNT :: []))
| Comparing -> dATA :: (cOMPARISONS :: [])
| ComparingConstants -> dATA :: (cOMPARISONS :: [])
| Operating -> dATA :: (oPERATIONS :: [])
| Hiding -> dATA :: (uNITS :: [])
| Averaging (_, _) -> dATA :: (mEAN :: [])
| _ -> dATA :: (dEPTH :: [])

(** val choice :
    string -> string -> (string * 'a1) list -> json -> 'a1 result **)

let choice name said0 table0 v = match v with
| Text s ->
  (match find s table0 with
   | Some a0 -> Good a0
   | None ->
     malformed ((Say name) :: ((Say " must be one of ") :: ((Say
       said0) :: ((Say ", not ") :: ((Show s) :: []))))))
| _ ->
  malformed ((Say name) :: ((Say " must be one of ") :: ((Say said0) :: ((Say
    ", not ") :: (described v)))))

(** val goals : (string * goal) list **)

let goals =
  ((Big.byte_before ('a', (Big.byte_before ('s', (Big.byte_before (' ',
    (Big.byte_before ('g', (Big.byte_before ('i', (Big.byte_before ('v',
    (Big.byte_before ('e', (Big.byte_before ('n', "")))))))))))))))),
    AsGiven) :: (((Big.byte_before ('o', (Big.byte_before ('n',
    (Big.byte_before ('e', (Big.byte_before ('-', (Big.byte_before ('h',
    (Big.byte_before ('o', (Big.byte_before ('t', "")))))))))))))),
    OneHot) :: [])

(** val labels : json -> goal result **)

let labels =
  choice "labels" "\"as given\", \"one-hot\"" goals

(** val measures : (string * counted) list **)

let measures =
  ((Big.byte_before ('a', (Big.byte_before ('d', (Big.byte_before ('d',
    (Big.byte_before ('i', (Big.byte_before ('t', (Big.byte_before ('i',
    (Big.byte_before ('o', (Big.byte_before ('n', (Big.byte_before ('s',
    "")))))))))))))))))), Additions) :: (((Big.byte_before ('m',
    (Big.byte_before ('u', (Big.byte_before ('l', (Big.byte_before ('t',
    (Big.byte_before ('i', (Big.byte_before ('p', (Big.byte_before ('l',
    (Big.byte_before ('i', (Big.byte_before ('c', (Big.byte_before ('a',
    (Big.byte_before ('t', (Big.byte_before ('i', (Big.byte_before ('o',
    (Big.byte_before ('n', (Big.byte_before ('s',
    "")))))))))))))))))))))))))))))), Multiplications) :: (((Big.byte_before
    ('c', (Big.byte_before ('o', (Big.byte_before ('m', (Big.byte_before
    ('p', (Big.byte_before ('a', (Big.byte_before ('r', (Big.byte_before
    ('i', (Big.byte_before ('s', (Big.byte_before ('o', (Big.byte_before
    ('n', (Big.byte_before ('s', "")))))))))))))))))))))),
    Comparisons) :: (((Big.byte_before ('t', (Big.byte_before ('o',
    (Big.byte_before ('t', (Big.byte_before ('a', (Big.byte_before ('l',
    "")))))))))), Total) :: [])))

(** val measure0 : json -> counted result **)

let measure0 =
  choice "measure" "additions, multiplications, comparisons, total" measures

(** val not_negative : string -> json -> q result **)

let not_negative name v =
  bind (rational name v) (fun q0 ->
    if Big.lt q0.qnum Big.zero
    then malformed ((Say name) :: ((Say " must be at least 0") :: []))
    else Good q0)

(** val more_than_0 : string -> json -> q result **)

let more_than_0 name v =
  bind (rational name v) (fun q0 ->
    if Big.leq q0.qnum Big.zero
    then malformed ((Say name) :: ((Say " must be more than 0") :: []))
    else Good q0)

(** val each :
    string -> (json -> 'a1 result) -> Big.t -> json list -> 'a1 list -> 'a1
    list result **)

let rec each name decode number2 l found1 =
  match l with
  | [] -> Good (List.rev found1)
  | v :: rest ->
    bind
      (within ((Say name) :: ((Say " ") :: ((Count number2) :: ((Say
        ": ") :: [])))) (decode v)) (fun a0 ->
      each name decode (Big.add number2 Big.one) rest (a0 :: found1))

(** val relations : (string * (bool * relation)) list **)

let relations =
  ((Big.byte_before ('>', (Big.byte_before ('=', "")))), (true,
    Nonnegative)) :: (((Big.byte_before ('>', "")), (true,
    Positive)) :: (((Big.byte_before ('=', "")), (true,
    Zero)) :: (((Big.byte_before ('<', (Big.byte_before ('=', "")))), (false,
    Nonnegative)) :: (((Big.byte_before ('<', "")), (false,
    Positive)) :: []))))

(** val wIDEST : Big.t **)

let wIDEST =
  (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled Big.one)))))))))))))))))))))

(** val bound_of : json -> bound0 result **)

let bound_of v =
  bind (entries "a constraint" v) (fun parts1 ->
    match parts1 with
    | [] ->
      malformed ((Say "a constraint must have 3 entries, not ") :: ((Count
        (Big.of_int (List.length parts1))) :: []))
    | row1 :: l ->
      (match l with
       | [] ->
         malformed ((Say "a constraint must have 3 entries, not ") :: ((Count
           (Big.of_int (List.length parts1))) :: []))
       | sign :: l0 ->
         (match l0 with
          | [] ->
            malformed ((Say
              "a constraint must have 3 entries, not ") :: ((Count
              (Big.of_int (List.length parts1))) :: []))
          | number2 :: l1 ->
            (match l1 with
             | [] ->
               bind (choice "the relation" ">= > = <= <" relations sign)
                 (fun r ->
                 bind (gap_row wIDEST row1) (fun pairs ->
                   bind (rational "the bound" number2) (fun q0 ->
                     let (_, p0) = scaled_row pairs (qopp q0) in
                     let (weights0, c0) = p0 in
                     let f0 = primitive (c0 :: (Big.map snd weights0)) in
                     let f1 = if fst r then f0 else opposite f0 in
                     Good { constant0 = (hd Big.zero f1); factors =
                     (Big.combine (Big.map fst weights0) (tl f1));
                     relation0 = (snd r) })))
             | _ :: _ ->
               malformed ((Say
                 "a constraint must have 3 entries, not ") :: ((Count
                 (Big.of_int (List.length parts1))) :: []))))))

(** val bounds : string -> json -> bound0 list result **)

let bounds name v =
  bind (entries name v) (fun l -> each "constraint" bound_of Big.zero l [])

(** val polyhedra : json -> bound0 list list result **)

let polyhedra v =
  bind (entries "unsafe" v) (fun l ->
    each "polyhedron" (bounds "constraints") Big.zero l [])

type shape =
| IsAll
| IsWrong
| IsClosed
| IsOpen

(** val shapes : (string * shape) list **)

let shapes =
  ((Big.byte_before ('a', (Big.byte_before ('l', (Big.byte_before ('l',
    "")))))), IsAll) :: (((Big.byte_before ('w', (Big.byte_before ('r',
    (Big.byte_before ('o', (Big.byte_before ('n', (Big.byte_before ('g',
    "")))))))))), IsWrong) :: (((Big.byte_before ('c', (Big.byte_before ('l',
    (Big.byte_before ('o', (Big.byte_before ('s', (Big.byte_before ('e',
    (Big.byte_before ('d', "")))))))))))), IsClosed) :: (((Big.byte_before
    ('o', (Big.byte_before ('p', (Big.byte_before ('e', (Big.byte_before
    ('n', "")))))))), IsOpen) :: [])))

(** val radius_of : json -> radius result **)

let radius_of v =
  let refused =
    malformed ((Say
      "a radius must be [\"all\"], [\"wrong\"] or [\"closed\" or \"open\", at least, at most or null]") :: [])
  in
  (match v with
   | List l ->
     (match l with
      | [] -> refused
      | j :: l0 ->
        (match j with
         | Text s ->
           (match l0 with
            | [] ->
              (match find s shapes with
               | Some s0 ->
                 (match s0 with
                  | IsAll -> Good All
                  | IsWrong -> Good Wrong0
                  | _ -> refused)
               | None -> refused)
            | least3 :: l1 ->
              (match l1 with
               | [] -> refused
               | most2 :: l2 ->
                 (match l2 with
                  | [] ->
                    let read =
                      bind
                        (match most2 with
                         | Null -> Good None
                         | Boolean _ ->
                           bind (not_negative "a radius" most2) (fun q0 ->
                             Good (Some q0))
                         | _ ->
                           bind (not_negative "a radius" most2) (fun q0 ->
                             Good (Some q0))) (fun most3 ->
                        bind (not_negative "a radius" least3) (fun least4 ->
                          Good (least4, most3)))
                    in
                    (match find s shapes with
                     | Some s0 ->
                       (match s0 with
                        | IsClosed ->
                          bind read (fun r -> Good (Closed ((fst r),
                            (snd r))))
                        | IsOpen ->
                          bind read (fun r ->
                            if Big.equal (fst r).qnum Big.zero
                            then malformed ((Say
                                   "the radius of an open ball must be more than 0") :: [])
                            else Good (Opened ((fst r), (snd r))))
                        | _ -> refused)
                     | None -> refused)
                  | _ :: _ -> refused)))
         | _ -> refused))
   | _ -> refused)

(** val radii_of : json -> radius list result **)

let radii_of v =
  bind (entries "radii" v) (fun l -> each "radius" radius_of Big.zero l [])

(** val attained_of : json -> values_over option result **)

let attained_of v = match v with
| Null -> Good None
| _ -> bind (point_of "attained" None v) (fun l -> Good (Some (integers l)))

(** val claim_of : kind -> reference0 list -> json list -> claim result **)

let claim_of k files vs =
  match k with
  | Memorizing ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | n0 :: l0 ->
       (match l0 with
        | [] -> malformed ((Say "the keys are not those of the kind") :: [])
        | d0 :: l1 ->
          (match l1 with
           | [] ->
             (match vs with
              | [] ->
                malformed ((Say "the keys are not those of the kind") :: [])
              | l :: l2 ->
                (match l2 with
                 | [] ->
                   bind (labels l) (fun g0 -> Good (AtPoints (g0, n0, d0)))
                 | _ :: _ ->
                   malformed ((Say
                     "the keys are not those of the kind") :: [])))
           | _ :: _ ->
             malformed ((Say "the keys are not those of the kind") :: []))))
  | Classifying ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | n0 :: l ->
       (match l with
        | [] -> malformed ((Say "the keys are not those of the kind") :: [])
        | d0 :: l0 ->
          (match l0 with
           | [] ->
             (match vs with
              | [] -> Good (AtPoints (Greatest, n0, d0))
              | _ :: _ ->
                malformed ((Say "the keys are not those of the kind") :: []))
           | _ :: _ ->
             malformed ((Say "the keys are not those of the kind") :: []))))
  | MemorizingRobustly ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | n0 :: l0 ->
       (match l0 with
        | [] -> malformed ((Say "the keys are not those of the kind") :: [])
        | d0 :: l1 ->
          (match l1 with
           | [] ->
             (match vs with
              | [] ->
                malformed ((Say "the keys are not those of the kind") :: [])
              | l :: l2 ->
                (match l2 with
                 | [] ->
                   malformed ((Say
                     "the keys are not those of the kind") :: [])
                 | r :: l3 ->
                   (match l3 with
                    | [] ->
                      bind (labels l) (fun g0 ->
                        bind (not_negative "a radius" r) (fun r0 -> Good
                          (Robustly (g0, n0, d0, r0))))
                    | _ :: _ ->
                      malformed ((Say
                        "the keys are not those of the kind") :: []))))
           | _ :: _ ->
             malformed ((Say "the keys are not those of the kind") :: []))))
  | ClassifyingRobustly ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | n0 :: l ->
       (match l with
        | [] -> malformed ((Say "the keys are not those of the kind") :: [])
        | d0 :: l0 ->
          (match l0 with
           | [] ->
             (match vs with
              | [] ->
                malformed ((Say "the keys are not those of the kind") :: [])
              | r :: l1 ->
                (match l1 with
                 | [] ->
                   bind (not_negative "a radius" r) (fun r0 -> Good (Robustly
                     (Greatest, n0, d0, r0)))
                 | _ :: _ ->
                   malformed ((Say
                     "the keys are not those of the kind") :: [])))
           | _ :: _ ->
             malformed ((Say "the keys are not those of the kind") :: []))))
  | MemorizingWithRadii ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | n0 :: l0 ->
       (match l0 with
        | [] -> malformed ((Say "the keys are not those of the kind") :: [])
        | d0 :: l1 ->
          (match l1 with
           | [] ->
             (match vs with
              | [] ->
                malformed ((Say "the keys are not those of the kind") :: [])
              | l :: l2 ->
                (match l2 with
                 | [] ->
                   malformed ((Say
                     "the keys are not those of the kind") :: [])
                 | rs :: l3 ->
                   (match l3 with
                    | [] ->
                      bind (labels l) (fun g0 ->
                        bind (radii_of rs) (fun rs0 -> Good (WithRadii (g0,
                          n0, d0, rs0))))
                    | _ :: _ ->
                      malformed ((Say
                        "the keys are not those of the kind") :: []))))
           | _ :: _ ->
             malformed ((Say "the keys are not those of the kind") :: []))))
  | ClassifyingWithRadii ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | n0 :: l ->
       (match l with
        | [] -> malformed ((Say "the keys are not those of the kind") :: [])
        | d0 :: l0 ->
          (match l0 with
           | [] ->
             (match vs with
              | [] ->
                malformed ((Say "the keys are not those of the kind") :: [])
              | rs :: l1 ->
                (match l1 with
                 | [] ->
                   bind (radii_of rs) (fun rs0 -> Good (WithRadii (Greatest,
                     n0, d0, rs0)))
                 | _ :: _ ->
                   malformed ((Say
                     "the keys are not those of the kind") :: [])))
           | _ :: _ ->
             malformed ((Say "the keys are not those of the kind") :: []))))
  | Equalling ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | n0 :: l ->
       (match l with
        | [] -> malformed ((Say "the keys are not those of the kind") :: [])
        | m :: l0 ->
          (match l0 with
           | [] ->
             (match vs with
              | [] ->
                malformed ((Say "the keys are not those of the kind") :: [])
              | r :: l1 ->
                (match l1 with
                 | [] ->
                   bind (bounds "constraints" r) (fun r0 -> Good (Equivalent
                     (n0, m, r0)))
                 | _ :: _ ->
                   malformed ((Say
                     "the keys are not those of the kind") :: [])))
           | _ :: _ ->
             malformed ((Say "the keys are not those of the kind") :: []))))
  | Approaching ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | n0 :: l ->
       (match l with
        | [] -> malformed ((Say "the keys are not those of the kind") :: [])
        | m :: l0 ->
          (match l0 with
           | [] ->
             (match vs with
              | [] ->
                malformed ((Say "the keys are not those of the kind") :: [])
              | r :: l1 ->
                (match l1 with
                 | [] ->
                   malformed ((Say
                     "the keys are not those of the kind") :: [])
                 | t0 :: l2 ->
                   (match l2 with
                    | [] ->
                      bind (bounds "constraints" r) (fun r0 ->
                        bind (not_negative "the tolerance" t0) (fun t1 ->
                          Good (WithinTolerance (n0, m, r0, t1))))
                    | _ :: _ ->
                      malformed ((Say
                        "the keys are not those of the kind") :: []))))
           | _ :: _ ->
             malformed ((Say "the keys are not those of the kind") :: []))))
  | EquallingOnBalls ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | n0 :: l ->
       (match l with
        | [] -> malformed ((Say "the keys are not those of the kind") :: [])
        | m :: l0 ->
          (match l0 with
           | [] ->
             malformed ((Say "the keys are not those of the kind") :: [])
           | d0 :: l1 ->
             (match l1 with
              | [] ->
                (match vs with
                 | [] ->
                   malformed ((Say
                     "the keys are not those of the kind") :: [])
                 | r :: l2 ->
                   (match l2 with
                    | [] ->
                      bind (not_negative "a radius" r) (fun r0 -> Good
                        (EquivalentOnBalls (n0, m, d0, r0)))
                    | _ :: _ ->
                      malformed ((Say
                        "the keys are not those of the kind") :: [])))
              | _ :: _ ->
                malformed ((Say "the keys are not those of the kind") :: [])))))
  | AgreeingOnBalls ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | n0 :: l ->
       (match l with
        | [] -> malformed ((Say "the keys are not those of the kind") :: [])
        | m :: l0 ->
          (match l0 with
           | [] ->
             malformed ((Say "the keys are not those of the kind") :: [])
           | d0 :: l1 ->
             (match l1 with
              | [] ->
                (match vs with
                 | [] ->
                   malformed ((Say
                     "the keys are not those of the kind") :: [])
                 | rs :: l2 ->
                   (match l2 with
                    | [] ->
                      bind (radii_of rs) (fun rs0 -> Good (SameClassOnBalls
                        (n0, m, d0, rs0)))
                    | _ :: _ ->
                      malformed ((Say
                        "the keys are not those of the kind") :: [])))
              | _ :: _ ->
                malformed ((Say "the keys are not those of the kind") :: [])))))
  | Costing ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | n0 :: l ->
       (match l with
        | [] ->
          (match vs with
           | [] ->
             malformed ((Say "the keys are not those of the kind") :: [])
           | r :: l0 ->
             (match l0 with
              | [] ->
                malformed ((Say "the keys are not those of the kind") :: [])
              | m :: l1 ->
                (match l1 with
                 | [] ->
                   malformed ((Say
                     "the keys are not those of the kind") :: [])
                 | b0 :: l2 ->
                   (match l2 with
                    | [] ->
                      malformed ((Say
                        "the keys are not those of the kind") :: [])
                    | x :: l3 ->
                      (match l3 with
                       | [] ->
                         bind (bounds "constraints" r) (fun r0 ->
                           bind (measure0 m) (fun m0 ->
                             bind
                               (integer "bound" Big.zero (Big.doubled
                                 (Big.doubled (Big.doubled (Big.doubled
                                 (Big.doubled (Big.doubled (Big.doubled
                                 (Big.doubled (Big.doubled (Big.doubled
                                 (Big.doubled (Big.doubled (Big.doubled
                                 (Big.doubled (Big.doubled (Big.doubled
                                 (Big.doubled (Big.doubled
                                 (Big.doubled_and_one (Big.doubled
                                 (Big.doubled (Big.doubled_and_one
                                 (Big.doubled_and_one (Big.doubled
                                 (Big.doubled_and_one (Big.doubled_and_one
                                 (Big.doubled_and_one (Big.doubled
                                 (Big.doubled (Big.doubled_and_one
                                 (Big.doubled (Big.doubled_and_one
                                 (Big.doubled_and_one (Big.doubled_and_one
                                 (Big.doubled (Big.doubled
                                 (Big.doubled_and_one (Big.doubled_and_one
                                 (Big.doubled (Big.doubled_and_one
                                 (Big.doubled (Big.doubled_and_one
                                 (Big.doubled_and_one (Big.doubled
                                 (Big.doubled_and_one (Big.doubled_and_one
                                 (Big.doubled (Big.doubled_and_one
                                 (Big.doubled (Big.doubled (Big.doubled
                                 (Big.doubled (Big.doubled
                                 (Big.doubled_and_one (Big.doubled_and_one
                                 (Big.doubled_and_one (Big.doubled_and_one
                                 (Big.doubled (Big.doubled_and_one
                                 Big.one)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))
                                 b0) (fun b1 ->
                               bind (attained_of x) (fun x0 -> Good
                                 (OperationsAtMost (n0, r0, m0, b1, x0))))))
                       | _ :: _ ->
                         malformed ((Say
                           "the keys are not those of the kind") :: []))))))
        | _ :: _ ->
          malformed ((Say "the keys are not those of the kind") :: [])))
  | Staying ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | n0 :: l ->
       (match l with
        | [] ->
          (match vs with
           | [] ->
             malformed ((Say "the keys are not those of the kind") :: [])
           | r :: l0 ->
             (match l0 with
              | [] ->
                malformed ((Say "the keys are not those of the kind") :: [])
              | w :: l1 ->
                (match l1 with
                 | [] ->
                   bind (bounds "constraints" r) (fun r0 ->
                     bind (bounds "constraints" w) (fun w16 -> Good
                       (OutputWithin (n0, r0, w16))))
                 | _ :: _ ->
                   malformed ((Say
                     "the keys are not those of the kind") :: []))))
        | _ :: _ ->
          malformed ((Say "the keys are not those of the kind") :: [])))
  | Avoiding ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | n0 :: l ->
       (match l with
        | [] ->
          (match vs with
           | [] ->
             malformed ((Say "the keys are not those of the kind") :: [])
           | r :: l0 ->
             (match l0 with
              | [] ->
                malformed ((Say "the keys are not those of the kind") :: [])
              | u :: l1 ->
                (match l1 with
                 | [] ->
                   bind (bounds "constraints" r) (fun r0 ->
                     bind (polyhedra u) (fun u0 -> Good (Avoids (n0, r0, u0))))
                 | _ :: _ ->
                   malformed ((Say
                     "the keys are not those of the kind") :: []))))
        | _ :: _ ->
          malformed ((Say "the keys are not those of the kind") :: [])))
  | Branching ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | n0 :: l ->
       (match l with
        | [] ->
          (match vs with
           | [] ->
             malformed ((Say "the keys are not those of the kind") :: [])
           | r :: l0 ->
             (match l0 with
              | [] ->
                malformed ((Say "the keys are not those of the kind") :: [])
              | c0 :: l1 ->
                (match l1 with
                 | [] ->
                   bind (bounds "constraints" r) (fun r0 ->
                     bind
                       (integer "count" Big.zero (Big.doubled (Big.doubled
                         (Big.doubled (Big.doubled (Big.doubled (Big.doubled
                         (Big.doubled (Big.doubled (Big.doubled (Big.doubled
                         (Big.doubled (Big.doubled (Big.doubled (Big.doubled
                         (Big.doubled (Big.doubled (Big.doubled (Big.doubled
                         (Big.doubled_and_one (Big.doubled (Big.doubled
                         (Big.doubled_and_one (Big.doubled_and_one
                         (Big.doubled (Big.doubled_and_one
                         (Big.doubled_and_one (Big.doubled_and_one
                         (Big.doubled (Big.doubled (Big.doubled_and_one
                         (Big.doubled (Big.doubled_and_one
                         (Big.doubled_and_one (Big.doubled_and_one
                         (Big.doubled (Big.doubled (Big.doubled_and_one
                         (Big.doubled_and_one (Big.doubled
                         (Big.doubled_and_one (Big.doubled
                         (Big.doubled_and_one (Big.doubled_and_one
                         (Big.doubled (Big.doubled_and_one
                         (Big.doubled_and_one (Big.doubled
                         (Big.doubled_and_one (Big.doubled (Big.doubled
                         (Big.doubled (Big.doubled (Big.doubled
                         (Big.doubled_and_one (Big.doubled_and_one
                         (Big.doubled_and_one (Big.doubled_and_one
                         (Big.doubled (Big.doubled_and_one
                         Big.one)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))
                         c0) (fun c1 -> Good (Paths (n0, r0, c1))))
                 | _ :: _ ->
                   malformed ((Say
                     "the keys are not those of the kind") :: []))))
        | _ :: _ ->
          malformed ((Say "the keys are not those of the kind") :: [])))
  | Comparing ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | d0 :: l ->
       (match l with
        | [] ->
          (match vs with
           | [] ->
             malformed ((Say "the keys are not those of the kind") :: [])
           | c0 :: l0 ->
             (match l0 with
              | [] ->
                bind
                  (integer "comparisons" Big.one (Big.doubled (Big.doubled
                    (Big.doubled (Big.doubled (Big.doubled (Big.doubled
                    (Big.doubled_and_one (Big.doubled (Big.doubled
                    (Big.doubled_and_one (Big.doubled (Big.doubled
                    (Big.doubled (Big.doubled (Big.doubled_and_one
                    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
                    (Big.doubled_and_one Big.one))))))))))))))))))) c0)
                  (fun c1 -> Good (ComparisonsNeeded (false, d0, c1)))
              | _ :: _ ->
                malformed ((Say "the keys are not those of the kind") :: [])))
        | _ :: _ ->
          malformed ((Say "the keys are not those of the kind") :: [])))
  | ComparingConstants ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | d0 :: l ->
       (match l with
        | [] ->
          (match vs with
           | [] ->
             malformed ((Say "the keys are not those of the kind") :: [])
           | c0 :: l0 ->
             (match l0 with
              | [] ->
                bind
                  (integer "comparisons" Big.one (Big.doubled (Big.doubled
                    (Big.doubled (Big.doubled (Big.doubled (Big.doubled
                    (Big.doubled_and_one (Big.doubled (Big.doubled
                    (Big.doubled_and_one (Big.doubled (Big.doubled
                    (Big.doubled (Big.doubled (Big.doubled_and_one
                    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
                    (Big.doubled_and_one Big.one))))))))))))))))))) c0)
                  (fun c1 -> Good (ComparisonsNeeded (true, d0, c1)))
              | _ :: _ ->
                malformed ((Say "the keys are not those of the kind") :: [])))
        | _ :: _ ->
          malformed ((Say "the keys are not those of the kind") :: [])))
  | Deepening ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | d0 :: l ->
       (match l with
        | [] ->
          (match vs with
           | [] ->
             malformed ((Say "the keys are not those of the kind") :: [])
           | c0 :: l0 ->
             (match l0 with
              | [] ->
                bind
                  (integer "depth" Big.one (Big.doubled (Big.doubled
                    (Big.doubled (Big.doubled (Big.doubled (Big.doubled
                    (Big.doubled_and_one (Big.doubled (Big.doubled
                    (Big.doubled_and_one (Big.doubled (Big.doubled
                    (Big.doubled (Big.doubled (Big.doubled_and_one
                    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
                    (Big.doubled_and_one Big.one))))))))))))))))))) c0)
                  (fun c1 -> Good (DepthNeeded (true, d0, c1)))
              | _ :: _ ->
                malformed ((Say "the keys are not those of the kind") :: [])))
        | _ :: _ ->
          malformed ((Say "the keys are not those of the kind") :: [])))
  | DeepeningAffine ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | d0 :: l ->
       (match l with
        | [] ->
          (match vs with
           | [] ->
             malformed ((Say "the keys are not those of the kind") :: [])
           | c0 :: l0 ->
             (match l0 with
              | [] ->
                bind
                  (integer "depth" Big.one (Big.doubled (Big.doubled
                    (Big.doubled (Big.doubled (Big.doubled (Big.doubled
                    (Big.doubled_and_one (Big.doubled (Big.doubled
                    (Big.doubled_and_one (Big.doubled (Big.doubled
                    (Big.doubled (Big.doubled (Big.doubled_and_one
                    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
                    (Big.doubled_and_one Big.one))))))))))))))))))) c0)
                  (fun c1 -> Good (DepthNeeded (false, d0, c1)))
              | _ :: _ ->
                malformed ((Say "the keys are not those of the kind") :: [])))
        | _ :: _ ->
          malformed ((Say "the keys are not those of the kind") :: [])))
  | Operating ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | d0 :: l ->
       (match l with
        | [] ->
          (match vs with
           | [] ->
             malformed ((Say "the keys are not those of the kind") :: [])
           | c0 :: l0 ->
             (match l0 with
              | [] ->
                bind
                  (integer "operations" Big.one (Big.doubled (Big.doubled
                    (Big.doubled (Big.doubled (Big.doubled (Big.doubled
                    (Big.doubled_and_one (Big.doubled (Big.doubled
                    (Big.doubled_and_one (Big.doubled (Big.doubled
                    (Big.doubled (Big.doubled (Big.doubled_and_one
                    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
                    (Big.doubled_and_one Big.one))))))))))))))))))) c0)
                  (fun c1 -> Good (OperationsNeeded (d0, c1)))
              | _ :: _ ->
                malformed ((Say "the keys are not those of the kind") :: [])))
        | _ :: _ ->
          malformed ((Say "the keys are not those of the kind") :: [])))
  | Hiding ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | d0 :: l ->
       (match l with
        | [] ->
          (match vs with
           | [] ->
             malformed ((Say "the keys are not those of the kind") :: [])
           | c0 :: l0 ->
             (match l0 with
              | [] ->
                bind
                  (integer "units" Big.one (Big.doubled (Big.doubled
                    (Big.doubled (Big.doubled (Big.doubled (Big.doubled
                    (Big.doubled_and_one (Big.doubled (Big.doubled
                    (Big.doubled_and_one (Big.doubled (Big.doubled
                    (Big.doubled (Big.doubled (Big.doubled_and_one
                    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
                    (Big.doubled_and_one Big.one))))))))))))))))))) c0)
                  (fun c1 -> Good (UnitsNeeded (d0, c1)))
              | _ :: _ ->
                malformed ((Say "the keys are not those of the kind") :: [])))
        | _ :: _ ->
          malformed ((Say "the keys are not those of the kind") :: [])))
  | Averaging (axis, constant1) ->
    (match files with
     | [] -> malformed ((Say "the keys are not those of the kind") :: [])
     | d0 :: l ->
       (match l with
        | [] ->
          (match vs with
           | [] ->
             malformed ((Say "the keys are not those of the kind") :: [])
           | m :: l0 ->
             (match l0 with
              | [] ->
                bind (more_than_0 "the mean" m) (fun m0 -> Good (MeanNeeded
                  (axis, constant1, d0, m0)))
              | _ :: _ ->
                malformed ((Say "the keys are not those of the kind") :: [])))
        | _ :: _ ->
          malformed ((Say "the keys are not those of the kind") :: [])))

(** val cLAIM_FORMAT : string **)

let cLAIM_FORMAT =
  Big.byte_before ('m', (Big.byte_before ('e', (Big.byte_before ('m',
    (Big.byte_before ('o', (Big.byte_before ('c', (Big.byte_before ('e',
    (Big.byte_before ('r', (Big.byte_before ('t', (Big.byte_before (' ',
    (Big.byte_before ('c', (Big.byte_before ('l', (Big.byte_before ('a',
    (Big.byte_before ('i', (Big.byte_before ('m',
    "")))))))))))))))))))))))))))

(** val head_of : string -> (kind * json list) result **)

let head_of s =
  bind (read_with [] kept s) (fun fields ->
    bind (is_document cLAIM_FORMAT (Big.doubled_and_one Big.one) fields)
      (fun _ ->
      match find kIND (Big.map whole_field fields) with
      | Some j ->
        (match j with
         | Text name ->
           (match find name kinds with
            | Some k ->
              bind (has_fields (kIND :: (keys k)) fields) (fun _ ->
                bind
                  (values "the file" (keys k) (Big.map whole_field fields))
                  (fun vs -> Good (k, vs)))
            | None ->
              malformed ((Say "kind is none of the page: ") :: ((Show
                name) :: [])))
         | _ ->
           malformed ((Say "kind must be the name of a kind of claims") :: []))
      | None ->
        malformed ((Say "kind must be the name of a kind of claims") :: [])))

(** val role_name : role -> string **)

let role_name = function
| Network -> "network"
| Data -> "dataset"

(** val reference_of : role -> json -> reference0 result **)

let reference_of r v =
  bind (reference (role_name r) v) (fun names -> Good { file = (fst names);
    digest0 = (snd names) })

type hint_text = { name_of : string; numbers : Big.t list }

type hint_name =
| NSplit
| NBelow
| NAbove
| NEmpty
| NGoal
| NBound
| NStructure
| NVacuous
| NPath
| NWrong
| NBelowStar
| NAboveStar
| NEmptyStar
| NGoalStar
| NRelax
| NUnit
| NDivide
| NOwn

(** val hint_names : (string * hint_name) list **)

let hint_names =
  ((Big.byte_before ('g', (Big.byte_before ('o', (Big.byte_before ('a',
    (Big.byte_before ('l', "")))))))), NGoal) :: (((Big.byte_before ('g',
    (Big.byte_before ('o', (Big.byte_before ('a', (Big.byte_before ('l',
    (Big.byte_before ('*', "")))))))))), NGoalStar) :: (((Big.byte_before
    ('b', (Big.byte_before ('e', (Big.byte_before ('l', (Big.byte_before
    ('o', (Big.byte_before ('w', "")))))))))), NBelow) :: (((Big.byte_before
    ('a', (Big.byte_before ('b', (Big.byte_before ('o', (Big.byte_before
    ('v', (Big.byte_before ('e', "")))))))))), NAbove) :: (((Big.byte_before
    ('s', (Big.byte_before ('p', (Big.byte_before ('l', (Big.byte_before
    ('i', (Big.byte_before ('t', "")))))))))), NSplit) :: (((Big.byte_before
    ('e', (Big.byte_before ('m', (Big.byte_before ('p', (Big.byte_before
    ('t', (Big.byte_before ('y', "")))))))))), NEmpty) :: (((Big.byte_before
    ('b', (Big.byte_before ('e', (Big.byte_before ('l', (Big.byte_before
    ('o', (Big.byte_before ('w', (Big.byte_before ('*', "")))))))))))),
    NBelowStar) :: (((Big.byte_before ('a', (Big.byte_before ('b',
    (Big.byte_before ('o', (Big.byte_before ('v', (Big.byte_before ('e',
    (Big.byte_before ('*', "")))))))))))), NAboveStar) :: (((Big.byte_before
    ('e', (Big.byte_before ('m', (Big.byte_before ('p', (Big.byte_before
    ('t', (Big.byte_before ('y', (Big.byte_before ('*', "")))))))))))),
    NEmptyStar) :: (((Big.byte_before ('r', (Big.byte_before ('e',
    (Big.byte_before ('l', (Big.byte_before ('a', (Big.byte_before ('x',
    "")))))))))), NRelax) :: (((Big.byte_before ('u', (Big.byte_before ('n',
    (Big.byte_before ('i', (Big.byte_before ('t', "")))))))),
    NUnit) :: (((Big.byte_before ('d', (Big.byte_before ('i',
    (Big.byte_before ('v', (Big.byte_before ('i', (Big.byte_before ('d',
    (Big.byte_before ('e', "")))))))))))), NDivide) :: (((Big.byte_before
    ('o', (Big.byte_before ('w', (Big.byte_before ('n', "")))))),
    NOwn) :: (((Big.byte_before ('p', (Big.byte_before ('a', (Big.byte_before
    ('t', (Big.byte_before ('h', "")))))))), NPath) :: (((Big.byte_before
    ('w', (Big.byte_before ('r', (Big.byte_before ('o', (Big.byte_before
    ('n', (Big.byte_before ('g', "")))))))))), NWrong) :: (((Big.byte_before
    ('b', (Big.byte_before ('o', (Big.byte_before ('u', (Big.byte_before
    ('n', (Big.byte_before ('d', "")))))))))), NBound) :: (((Big.byte_before
    ('s', (Big.byte_before ('t', (Big.byte_before ('r', (Big.byte_before
    ('u', (Big.byte_before ('c', (Big.byte_before ('t', (Big.byte_before
    ('u', (Big.byte_before ('r', (Big.byte_before ('e', "")))))))))))))))))),
    NStructure) :: (((Big.byte_before ('v', (Big.byte_before ('a',
    (Big.byte_before ('c', (Big.byte_before ('u', (Big.byte_before ('o',
    (Big.byte_before ('u', (Big.byte_before ('s', "")))))))))))))),
    NVacuous) :: [])))))))))))))))))

(** val unread : hint **)

let unread =
  Point (Big.zero, [])

(** val mOST_PLACES : Big.t **)

let mOST_PLACES =
  (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled Big.one))))))))))))))))))))))

(** val place_of : Big.t -> int option **)

let place_of z0 =
  if (&&) (Big.leq Big.zero z0) (Big.lt z0 mOST_PLACES)
  then Some (Big.to_nat z0)
  else None

(** val pairs_after : Big.t -> Big.t list -> multipliers option **)

let rec pairs_after previous = function
| [] -> Some []
| i :: l0 ->
  (match l0 with
   | [] -> Some []
   | m :: l' ->
     if (&&) (Big.lt previous i) (Big.lt i mOST_PLACES)
     then (match pairs_after i l' with
           | Some ms ->
             Some (((Big.to_nat (Big.sub (Big.sub i previous) Big.one)),
               m) :: ms)
           | None -> None)
     else None)

(** val pairs_in : Big.t list -> multipliers option **)

let pairs_in =
  pairs_after (Big.opp Big.one)

(** val slopes_after :
    Big.t option -> Big.t list -> (slopes * multipliers) option **)

let rec slopes_after newer l = match l with
| [] -> Some ([], [])
| k :: l0 ->
  (match l0 with
   | [] -> Some ([], [])
   | s :: l' ->
     if Big.lt k Big.zero
     then let u = Big.sub (Big.opp Big.one) k in
          let gap =
            match newer with
            | Some v -> Big.sub (Big.sub v u) Big.one
            | None -> u
          in
          if (&&) (Big.leq Big.zero gap) (Big.lt u mOST_PLACES)
          then (match slopes_after (Some u) l' with
                | Some p ->
                  let (ss, ms) = p in Some ((((Big.to_nat gap), s) :: ss), ms)
                | None -> None)
          else None
     else (match pairs_in l with
           | Some ms -> Some ([], ms)
           | None -> None))

(** val starred : Big.t list -> evidence option **)

let starred l =
  match slopes_after None l with
  | Some p -> let (ss, ms) = p in Some (ByBounds (ss, ms))
  | None -> None

(** val plain : Big.t list -> evidence option **)

let plain l =
  match pairs_in l with
  | Some ms -> Some (Exactly ms)
  | None -> None

(** val factors_after :
    Big.t -> Big.t -> Big.t list -> Big.t list -> Big.t list option **)

let rec factors_after p previous l units1 =
  match l with
  | [] -> Some units1
  | k :: l0 ->
    (match l0 with
     | [] -> Some units1
     | n0 :: l' ->
       if (&&) ((&&) (Big.lt previous k) (Big.lt k p))
            (negb (Big.equal n0 Big.zero))
       then if Big.lt k Big.zero
            then factors_after p k l'
                   ((Big.sub (Big.sub p Big.one) k) :: (n0 :: units1))
            else (match factors_after p k l' units1 with
                  | Some rest -> Some (k :: (n0 :: rest))
                  | None -> None)
       else None)

(** val divider : Big.t -> Big.t -> Big.t -> Big.t list -> form option **)

let divider p most2 c0 l = match l with
| [] -> None
| _ :: _ ->
  (match factors_after p (Big.sub (Big.opp Big.one) most2) l [] with
   | Some terms0 ->
     (match pairs_in terms0 with
      | Some ts -> Some (sparse c0 ts)
      | None -> None)
   | None -> None)

(** val even0 : Big.t list -> bool **)

let rec even0 = function
| [] -> true
| _ :: l0 -> (match l0 with
              | [] -> false
              | _ :: l' -> even0 l')

(** val places_after : Big.t -> Big.t list -> int list option **)

let rec places_after previous = function
| [] -> Some []
| i :: l' ->
  if (&&) (Big.lt previous i) (Big.lt i mOST_PLACES)
  then (match places_after i l' with
        | Some ps -> Some ((Big.to_nat i) :: ps)
        | None -> None)
  else None

type reading0 =
| ReadsEnds
| ReadsWrong
| ReadsPaths
| ReadsCosts

(** val may_read : reading0 -> hint_name -> bool **)

let may_read how = function
| NGoal -> (match how with
            | ReadsEnds -> true
            | ReadsWrong -> true
            | _ -> false)
| NBound -> (match how with
             | ReadsCosts -> true
             | _ -> false)
| NStructure -> (match how with
                 | ReadsCosts -> true
                 | _ -> false)
| NPath -> (match how with
            | ReadsPaths -> true
            | _ -> false)
| NWrong -> (match how with
             | ReadsWrong -> true
             | _ -> false)
| NGoalStar ->
  (match how with
   | ReadsEnds -> true
   | ReadsWrong -> true
   | _ -> false)
| NRelax -> (match how with
             | ReadsPaths -> false
             | _ -> true)
| NUnit -> (match how with
            | ReadsPaths -> false
            | _ -> true)
| NDivide -> (match how with
              | ReadsPaths -> false
              | _ -> true)
| NOwn -> (match how with
           | ReadsPaths -> false
           | _ -> true)
| _ -> true

type outcome =
| Read0 of hint
| Unread
| Misshapen

(** val read_if : 'a1 option -> ('a1 -> hint) -> outcome **)

let read_if found1 made =
  match found1 with
  | Some a0 -> Read0 (made a0)
  | None -> Unread

(** val with_pairs : Big.t list -> 'a1 option -> ('a1 -> hint) -> outcome **)

let with_pairs l found1 made =
  if even0 l then read_if found1 made else Misshapen

(** val at_place :
    Big.t -> Big.t list -> 'a1 option -> (int -> 'a1 -> hint) -> outcome **)

let at_place place4 l found1 made =
  if even0 l
  then (match place_of place4 with
        | Some i ->
          (match found1 with
           | Some a0 -> Read0 (made i a0)
           | None -> Unread)
        | None -> Unread)
  else Misshapen

(** val hint_of : reading0 -> Big.t -> Big.t -> hint_text -> outcome **)

let hint_of how p units1 h0 =
  match find h0.name_of hint_names with
  | Some name ->
    if negb (may_read how name)
    then Unread
    else (match name with
          | NSplit ->
            (match h0.numbers with
             | [] -> Misshapen
             | place4 :: l ->
               (match l with
                | [] -> read_if (place_of place4) (fun x -> Split x)
                | _ :: _ -> Misshapen))
          | NBelow ->
            (match h0.numbers with
             | [] -> Misshapen
             | place4 :: l0 ->
               (match l0 with
                | [] -> Misshapen
                | m :: l ->
                  at_place place4 l (plain l) (fun i e0 -> Below0 (i, m, e0))))
          | NAbove ->
            (match h0.numbers with
             | [] -> Misshapen
             | place4 :: l0 ->
               (match l0 with
                | [] -> Misshapen
                | m :: l ->
                  at_place place4 l (plain l) (fun i e0 -> Above0 (i, m, e0))))
          | NEmpty ->
            with_pairs h0.numbers (plain h0.numbers) (fun x -> Empty x)
          | NGoal ->
            (match h0.numbers with
             | [] -> Misshapen
             | m :: l -> with_pairs l (plain l) (fun x -> Goal (m, x)))
          | NBound ->
            (match h0.numbers with
             | [] -> Read0 Bound
             | _ :: _ -> Misshapen)
          | NStructure ->
            (match h0.numbers with
             | [] -> Unread
             | _ :: _ -> Misshapen)
          | NVacuous ->
            with_pairs h0.numbers (pairs_in h0.numbers) (fun x -> Vacuous x)
          | NPath ->
            (match h0.numbers with
             | [] -> Misshapen
             | d0 :: l ->
               if (&&) (Big.leq Big.one d0)
                    (Big.equal (Big.of_int (List.length l)) p)
               then Read0 (Point (d0, l))
               else Misshapen)
          | NWrong ->
            (match h0.numbers with
             | [] -> Misshapen
             | d0 :: l ->
               let size2 = Big.of_int (List.length l) in
               if (&&) (Big.leq Big.one d0)
                    ((||) (Big.equal size2 p) (Big.equal size2 (Big.add p p)))
               then Read0 (Point (d0, l))
               else Misshapen)
          | NBelowStar ->
            (match h0.numbers with
             | [] -> Misshapen
             | place4 :: l0 ->
               (match l0 with
                | [] -> Misshapen
                | m :: l ->
                  at_place place4 l (starred l) (fun i e0 -> Below0 (i, m,
                    e0))))
          | NAboveStar ->
            (match h0.numbers with
             | [] -> Misshapen
             | place4 :: l0 ->
               (match l0 with
                | [] -> Misshapen
                | m :: l ->
                  at_place place4 l (starred l) (fun i e0 -> Above0 (i, m,
                    e0))))
          | NEmptyStar ->
            with_pairs h0.numbers (starred h0.numbers) (fun x -> Empty x)
          | NGoalStar ->
            (match h0.numbers with
             | [] -> Misshapen
             | m :: l -> with_pairs l (starred l) (fun x -> Goal (m, x)))
          | NRelax ->
            (match h0.numbers with
             | [] -> Misshapen
             | d0 :: l ->
               if Big.leq Big.one d0
               then read_if (places_after (Big.opp Big.one) l) (fun x ->
                      Relax (d0, x))
               else Misshapen)
          | NUnit ->
            (match h0.numbers with
             | [] -> Misshapen
             | j :: l ->
               (match l with
                | [] -> read_if (place_of j) (fun i -> Move (AtUnit i))
                | _ :: _ -> Misshapen))
          | NDivide ->
            (match h0.numbers with
             | [] -> Misshapen
             | c0 :: l ->
               if (&&) (even0 l)
                    (negb (match l with
                           | [] -> true
                           | _ :: _ -> false))
               then read_if (divider p units1 c0 l) (fun f0 -> Move (Divide
                      f0))
               else Misshapen)
          | NOwn ->
            (match h0.numbers with
             | [] -> Read0 (Move OwnAll)
             | j :: l0 ->
               (match l0 with
                | [] -> read_if (place_of j) (fun i -> Move (OwnOne i))
                | m :: l ->
                  at_place j l (slopes_after None l) (fun i e0 -> Move
                    (OwnBound (i, m, (fst e0), (snd e0)))))))
  | None -> Unread

(** val hints_of :
    reading0 -> Big.t -> Big.t -> Big.t -> hint_text list -> hint list ->
    Big.t option -> hint list * Big.t option **)

let rec hints_of how p units1 number2 l found1 first1 =
  match l with
  | [] -> ((List.rev found1), first1)
  | h0 :: rest ->
    (match hint_of how p units1 h0 with
     | Read0 r ->
       hints_of how p units1 (Big.add number2 Big.one) rest (r :: found1)
         first1
     | Unread ->
       hints_of how p units1 (Big.add number2 Big.one) rest
         (unread :: found1) first1
     | Misshapen ->
       hints_of how p units1 (Big.add number2 Big.one) rest
         (unread :: found1)
         (match first1 with
          | Some _ -> first1
          | None -> Some number2))

(** val says_vacuous : bound0 list -> hint_text list -> bool **)

let says_vacuous domain l =
  match domain with
  | [] -> false
  | _ :: _ ->
    (match l with
     | [] -> false
     | h0 :: _ ->
       (match find h0.name_of hint_names with
        | Some h1 -> (match h1 with
                      | NVacuous -> true
                      | _ -> false)
        | None -> false))

(** val says_structure : hint_text list -> bool **)

let says_structure = function
| [] -> false
| h0 :: l0 ->
  (match l0 with
   | [] ->
     (match find h0.name_of hint_names with
      | Some h1 ->
        (match h1 with
         | NStructure -> (match h0.numbers with
                          | [] -> true
                          | _ :: _ -> false)
         | _ -> false)
      | None -> false)
   | _ :: _ -> false)

(** val require : bool -> piece list -> unit result **)

let require b0 words1 =
  if b0 then Good () else rejected words1

(** val allow : bool -> piece list -> unit result **)

let allow b0 words1 =
  if b0 then Good () else malformed words1

(** val counted_words : Big.t -> string -> string -> piece list **)

let counted_words n0 one0 many =
  (Count n0) :: ((Say " ") :: ((Say
    (if Big.equal n0 Big.one then one0 else many)) :: []))

(** val sTEPS : Big.t **)

let sTEPS =
  (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled Big.one))))))))))))))))))))))))))))))))

(** val lOOKS : Big.t **)

let lOOKS =
  (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled_and_one (Big.doubled_and_one (Big.doubled
    (Big.doubled_and_one (Big.doubled_and_one
    Big.one)))))))))))))))))))))))))))))

(** val pAIRS : Big.t **)

let pAIRS =
  (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
    (Big.doubled Big.one)))))))))))))))))))))))))

(** val bits : Big.t -> Big.t **)

let bits z0 =
  Big.log2 (Big.abs z0)

(** val too_long : piece list **)

let too_long =
  (Say "checking may take more steps than the limit") :: []

(** val too_many : piece list **)

let too_many =
  (Say "checking holds more numbers than the limit") :: []

(** val all_of : (node -> Big.t) -> node list -> Big.t **)

let all_of cost0 nodes =
  Big.fold_left (fun sum n0 -> Big.add sum (cost0 n0)) nodes Big.zero

(** val runs_afforded : node list -> Big.t -> unit result **)

let runs_afforded nodes runs =
  allow (Big.leq (Big.mul runs (all_of (fun n0 -> n0.work) nodes)) sTEPS)
    too_long

type tally = { splits : Big.t; points : Big.t; followed : Big.t;
               bounds0 : Big.t; relaxes : Big.t; dividers : Big.t;
               places0 : Big.t; amount : Big.t }

(** val tallied : Big.t -> tally -> hint_text -> tally **)

let tallied p t0 h0 =
  let size2 =
    Big.fold_left (fun n0 z0 ->
      Big.add (Big.add n0 Big.one)
        (Big.div (bits z0) (Big.doubled (Big.doubled (Big.doubled
          (Big.doubled (Big.doubled (Big.doubled Big.one)))))))) h0.numbers
      t0.amount
  in
  let another =
    if Big.lt (Big.add p Big.one) (Big.of_int (List.length h0.numbers))
    then Big.one
    else Big.zero
  in
  let with_one = fun s a0 b0 r d0 q0 -> { splits = (Big.add t0.splits s);
    points = (Big.add t0.points a0); followed = t0.followed; bounds0 =
    (Big.add t0.bounds0 b0); relaxes = (Big.add t0.relaxes r); dividers =
    (Big.add t0.dividers d0); places0 = (Big.add t0.places0 q0); amount =
    size2 }
  in
  (match find h0.name_of hint_names with
   | Some h1 ->
     (match h1 with
      | NSplit -> with_one Big.one Big.zero Big.zero Big.zero Big.zero Big.one
      | NBelow ->
        with_one Big.zero Big.zero Big.zero Big.zero Big.zero Big.one
      | NAbove ->
        with_one Big.zero Big.zero Big.zero Big.zero Big.zero Big.one
      | NBound ->
        with_one Big.zero Big.zero Big.one Big.zero Big.zero Big.zero
      | NPath -> with_one Big.zero Big.one Big.zero Big.zero Big.zero Big.zero
      | NWrong ->
        { splits = t0.splits; points = (Big.add t0.points Big.one);
          followed = (Big.add t0.followed another); bounds0 = t0.bounds0;
          relaxes = t0.relaxes; dividers = t0.dividers; places0 = t0.places0;
          amount = size2 }
      | NBelowStar ->
        with_one Big.zero Big.zero Big.zero Big.zero Big.zero Big.one
      | NAboveStar ->
        with_one Big.zero Big.zero Big.zero Big.zero Big.zero Big.one
      | NRelax ->
        with_one Big.zero Big.zero Big.zero Big.one Big.zero Big.zero
      | NUnit -> with_one Big.one Big.zero Big.zero Big.zero Big.zero Big.zero
      | NDivide ->
        with_one Big.one Big.zero Big.zero Big.zero Big.one Big.zero
      | _ -> with_one Big.zero Big.zero Big.zero Big.zero Big.zero Big.zero)
   | None -> with_one Big.zero Big.zero Big.zero Big.zero Big.zero Big.zero)

(** val tally_of : Big.t -> hint_text list -> tally **)

let tally_of p l =
  Big.fold_left (tallied p) l { splits = Big.zero; points = Big.zero;
    followed = Big.zero; bounds0 = Big.zero; relaxes = Big.zero; dividers =
    Big.zero; places0 = Big.zero; amount = Big.zero }

(** val regions_afforded :
    node list -> Big.t -> Big.t -> Big.t -> Big.t -> Big.t -> hint_text list
    -> unit result **)

let regions_afforded nodes p cells0 values0 regions runs l =
  let t0 = tally_of p l in
  let each_run = all_of (fun n0 -> n0.work) nodes in
  let most_units = all_of (most0 Comparisons) nodes in
  let units1 = if Big.equal t0.relaxes Big.zero then Big.zero else most_units
  in
  let width0 = Big.add (Big.add Big.one p) units1 in
  let layer0 = all_of (fun n0 -> n0.widest) nodes in
  let executions =
    if Big.equal regions Big.zero then Big.zero else Big.add regions t0.splits
  in
  bind
    (allow
      (Big.leq
        (Big.mul
          (Big.add
            (Big.add
              (Big.mul executions
                (Big.add Big.one
                  (Big.div width0 (Big.doubled (Big.doubled (Big.doubled
                    (Big.doubled Big.one))))))) runs) t0.points) each_run)
        (Big.mul (Big.doubled (Big.doubled_and_one (Big.doubled Big.one)))
          sTEPS)) too_long) (fun _ ->
    bind
      (allow
        (Big.leq
          (Big.mul (Big.add (Big.add executions runs) t0.points) each_run)
          (Big.mul (Big.doubled Big.one) lOOKS)) too_long) (fun _ ->
      bind
        (allow
          (Big.leq (Big.mul t0.bounds0 (all_of (fun n0 -> n0.size0) nodes))
            lOOKS) too_long) (fun _ ->
        bind
          (allow
            (Big.leq
              (Big.mul (Big.add t0.places0 (Big.mul t0.followed layer0))
                most_units) lOOKS) too_long) (fun _ ->
          bind
            (allow
              (Big.leq
                (Big.div (Big.mul (Big.mul regions width0) width0)
                  (Big.doubled (Big.doubled (Big.doubled Big.one)))) sTEPS)
              too_long) (fun _ ->
            bind
              (allow
                (Big.leq (Big.mul (Big.mul executions values0) values0) lOOKS)
                too_long) (fun _ ->
              bind
                (allow
                  (Big.leq (Big.mul executions cells0)
                    (Big.mul (Big.doubled Big.one) lOOKS)) too_long)
                (fun _ ->
                bind
                  (allow (Big.leq (Big.mul t0.amount width0) sTEPS) too_long)
                  (fun _ ->
                  bind
                    (allow
                      (Big.leq (Big.mul t0.dividers (Big.add p most_units))
                        sTEPS) too_long) (fun _ ->
                    bind
                      (allow
                        (Big.leq (Big.mul (Big.mul t0.relaxes units1) width0)
                          (Big.mul (Big.doubled (Big.doubled (Big.doubled
                            (Big.doubled_and_one (Big.doubled Big.one)))))
                            sTEPS)) too_long) (fun _ ->
                      allow
                        (if Big.equal regions Big.zero
                         then true
                         else (&&)
                                (Big.leq
                                  (Big.mul
                                    (Big.mul (Big.doubled Big.one) width0)
                                    width0) pAIRS)
                                (Big.leq (Big.mul values0 values0) pAIRS))
                        too_many))))))))))

(** val gaps :
    Big.t -> Big.t -> Big.t -> form list -> form list -> constraint0 list
    option **)

let rec gaps above0 below0 d0 a0 b0 =
  match a0 with
  | [] -> (match b0 with
           | [] -> Some []
           | _ :: _ -> None)
  | f0 :: a' ->
    (match b0 with
     | [] -> None
     | g0 :: b' ->
       (match gaps above0 below0 d0 a' b' with
        | Some l ->
          Some
            (((addmul (Big.opp below0) f0
                (addmul below0 g0 ((Big.mul above0 d0) :: []))),
            Nonnegative) :: (((addmul below0 f0
                                (addmul (Big.opp below0) g0
                                  ((Big.mul above0 d0) :: []))),
            Nonnegative) :: l))
        | None -> None))

(** val near_at : int -> Big.t -> Big.t -> continuation **)

let near_at w above0 below0 s h0 =
  match gaps above0 below0 s.den (firstn w s.vals) (Big.skip w s.vals) with
  | Some l ->
    (match ends s.base l h0.hints with
     | Some h' -> Some { hints = h'; found0 = h0.found0 }
     | None -> None)
  | None -> None

(** val stays_near :
    int -> int -> Big.t -> Big.t -> net -> net -> constraint0 list -> hint
    list -> hint list option **)

let stays_near p q0 above0 below0 n0 m domain h0 =
  unless_empty domain h0 (fun h1 -> h1) (fun h1 ->
    match exec nothing None Relaxing (Concatenate (n0, m)) (fun _ ->
            Big.zero) (start0 p domain) (near_at q0 above0 below0) { hints =
            h1; found0 = [] } with
    | Some t0 -> Some t0.hints
    | None -> None)

(** val check_near :
    int -> int -> Big.t -> Big.t -> part -> part -> constraint0 list -> hint
    list -> bool **)

let check_near p q0 above0 below0 n0 m domain h0 =
  if has_widths p q0 n0
  then all_read (stays_near p q0 above0 below0 n0.body m.body domain h0)
  else false

(** val is_false : constraint0 -> bool **)

let is_false c0 =
  match constant (fst c0) with
  | Some _ -> negb (is_true c0)
  | None -> false

(** val nowhere : constraint0 list -> bool **)

let nowhere p =
  existsb is_false p

(** val least0 : constraint0 -> constraint0 **)

let least0 c0 =
  ((primitive (fst c0)), (snd c0))

(** val all_apart :
    constraint0 list list -> ground -> hint list -> hint list option **)

let rec all_apart ps g0 h0 =
  match ps with
  | [] -> Some h0
  | p :: ps' ->
    if nowhere p
    then all_apart ps' g0 h0
    else (match p with
          | [] -> None
          | c0 :: p' ->
            (match h0 with
             | [] -> None
             | h1 :: h' ->
               (match h1 with
                | Goal (m, e0) ->
                  if refutes (Big.fold_left with_fact (Big.map least0 p') g0)
                       (least0 c0) m e0
                  then all_apart ps' g0 h'
                  else None
                | _ -> None)))

(** val kept_apart0 :
    ground -> constraint0 list list -> hint list -> hint list option **)

let kept_apart0 g0 ps h0 =
  if forallb nowhere ps
  then Some h0
  else here_or_beyond (all_apart ps) h0 g0 h0

(** val apart_at : constraint0 list list -> continuation **)

let apart_at unsafe s h0 =
  match kept_apart0 s.base (Big.map (Big.map (pulled s.den s.vals)) unsafe)
          h0.hints with
  | Some h' -> Some { hints = h'; found0 = h0.found0 }
  | None -> None

(** val misses :
    int -> net -> constraint0 list -> constraint0 list list -> hint list ->
    hint list option **)

let misses p n0 domain unsafe h0 =
  unless_empty domain h0 (fun h1 -> h1) (fun h1 ->
    match exec nothing None Relaxing n0 (fun _ -> Big.zero) (start0 p domain)
            (apart_at unsafe) { hints = h1; found0 = [] } with
    | Some t0 -> Some t0.hints
    | None -> None)

(** val all_miss :
    int -> part -> constraint0 list -> constraint0 list list -> hint list ->
    bool **)

let all_miss p n0 domain unsafe h0 =
  all_read (misses p (Concatenate (Identity, n0.body)) domain unsafe h0)

module PositiveSet =
 struct
  type tree =
  | Leaf
  | Node of tree * bool * tree

  type t = tree

  (** val empty : t **)

  let empty =
    Leaf

  (** val mem : Big.t -> t -> bool **)

  let rec mem i = function
  | Leaf -> false
  | Node (l, o, r) ->
    (Big.positive_case
       (fun i0 -> mem i0 r)
       (fun i0 -> mem i0 l)
       (fun _ -> o)
       i)

  (** val add : Big.t -> t -> t **)

  let rec add i = function
  | Leaf ->
    (Big.positive_case
       (fun i0 -> Node (Leaf, false, (add i0 Leaf)))
       (fun i0 -> Node ((add i0 Leaf), false, Leaf))
       (fun _ -> Node (Leaf, true, Leaf))
       i)
  | Node (l, o, r) ->
    (Big.positive_case
       (fun i0 -> Node (l, o, (add i0 r)))
       (fun i0 -> Node ((add i0 l), o, r))
       (fun _ -> Node (l, true, r))
       i)
 end

(** val as_at : bool list -> continuation **)

let as_at o s h0 =
  if list_eq_dec bool_dec (outcomes s) o then Some h0 else None

(** val point : Big.t -> Big.t list -> q list **)

let point d0 numbers0 =
  run0 (line d0 (Big.combine numbers0 numbers0)) ({ qnum = Big.one; qden =
    Big.one } :: [])

(** val path_at : int -> net -> constraint0 list -> continuation **)

let path_at p n0 domain s h0 =
  match h0.hints with
  | [] -> None
  | h1 :: h' ->
    (match h1 with
     | Empty e0 ->
       if hollow s.base e0
       then Some { hints = h'; found0 = h0.found0 }
       else None
     | Point (d0, numbers0) ->
       (Big.integer_case
          (fun _ -> None)
          (fun d1 ->
          if (=) (List.length numbers0) p
          then if forallb (holds (point d1 numbers0)) domain
               then if along d1 (Big.combine numbers0 numbers0) n0
                         (as_at (outcomes s))
                    then Some { hints = h'; found0 =
                           ((outcomes s) :: h0.found0) }
                    else None
               else None
          else None)
          (fun _ -> None)
          d0)
     | _ -> None)

(** val code_bit : bool -> Big.t -> Big.t **)

let code_bit b0 c0 =
  if b0 then Big.doubled_and_one c0 else Big.doubled c0

(** val code : bool list -> Big.t **)

let code l =
  Big.fold_right code_bit Big.one l

(** val distinct0 : PositiveSet.t -> bool list list -> bool **)

let rec distinct0 seen = function
| [] -> true
| a0 :: l' ->
  if PositiveSet.mem (code a0) seen
  then false
  else distinct0 (PositiveSet.add (code a0) seen) l'

(** val check_paths :
    int -> part -> constraint0 list -> Big.t -> hint list -> bool **)

let check_paths p n0 domain count3 h0 =
  match unless_empty domain h0 (fun h1 -> { hints = h1; found0 = [] })
          (fun h1 ->
          exec nothing None Exact n0.body (fun _ -> Big.zero)
            (start0 p domain) (path_at p n0.body domain) { hints = h1;
            found0 = [] }) with
  | Some t0 ->
    let { hints = hints0; found0 = paths } = t0 in
    (match hints0 with
     | [] ->
       if Big.equal (Big.of_int (List.length paths)) count3
       then distinct0 PositiveSet.empty paths
       else false
     | _ :: _ -> false)
  | None -> false

module PositiveMap =
 struct
  type key = Big.t

  type 'a tree =
  | Leaf
  | Node of 'a tree * 'a option * 'a tree

  type 'a t = 'a tree

  (** val empty : 'a1 t **)

  let empty =
    Leaf

  (** val find : key -> 'a1 t -> 'a1 option **)

  let rec find i = function
  | Leaf -> None
  | Node (l, o, r) ->
    (Big.positive_case
       (fun ii -> find ii r)
       (fun ii -> find ii l)
       (fun _ -> o)
       i)

  (** val add : key -> 'a1 -> 'a1 t -> 'a1 t **)

  let rec add i v = function
  | Leaf ->
    (Big.positive_case
       (fun ii -> Node (Leaf, None, (add ii v Leaf)))
       (fun ii -> Node ((add ii v Leaf), None, Leaf))
       (fun _ -> Node (Leaf, (Some v), Leaf))
       i)
  | Node (l, o, r) ->
    (Big.positive_case
       (fun ii -> Node (l, o, (add ii v r)))
       (fun ii -> Node ((add ii v l), o, r))
       (fun _ -> Node (l, (Some v), r))
       i)
 end

(** val up0 : int -> int -> int **)

let up0 n0 m =
  Nat.div (sub (Big.plus n0 m) (Stdlib.Int.succ 0)) m

(** val combination0 : q list -> data -> ((vec * vec) -> q) -> q **)

let rec combination0 l d0 f0 =
  match l with
  | [] -> { qnum = Big.zero; qden = Big.one }
  | a0 :: l' ->
    (match d0 with
     | [] -> { qnum = Big.zero; qden = Big.one }
     | p :: d' -> qplus (qmult a0 (f0 p)) (combination0 l' d' f0))

(** val before0 : vec -> vec -> bool **)

let rec before0 x y =
  match x with
  | [] -> false
  | a0 :: x' ->
    (match y with
     | [] -> false
     | b0 :: y' ->
       if qle_bool b0 a0 then (&&) (qeq_bool a0 b0) (before0 x' y') else true)

(** val rising : data -> bool **)

let rec rising = function
| [] -> true
| p :: s' ->
  (match s' with
   | [] -> true
   | q0 :: _ -> (&&) (before0 (snd p) (snd q0)) (rising s'))

(** val numbered :
    'a1 list -> Big.t -> 'a1 PositiveMap.t -> 'a1 PositiveMap.t **)

let rec numbered l k m =
  match l with
  | [] -> m
  | a0 :: l0 -> numbered l0 (Big.succ k) (PositiveMap.add k a0 m)

(** val picked : 'a1 PositiveMap.t -> Big.t list -> 'a1 list option **)

let rec picked m = function
| [] -> Some []
| k :: numbers1 ->
  (match PositiveMap.find k m with
   | Some a0 ->
     (match picked m numbers1 with
      | Some r -> Some (a0 :: r)
      | None -> None)
   | None -> None)

(** val less_than : int -> int **)

let less_than parts1 =
  Nat.pred (Nat.log2_up parts1)

type sample = q * q

(** val on : sample -> sample -> sample -> bool **)

let on a0 b0 p =
  qeq_bool (qmult (qminus (snd p) (snd a0)) (qminus (fst b0) (fst a0)))
    (qmult (qminus (snd b0) (snd a0)) (qminus (fst p) (fst a0)))

type slopes0 =
| Any
| Only of q
| Least of q
| Most of q

(** val among : q -> slopes0 -> bool **)

let among s = function
| Any -> true
| Only t0 -> qeq_bool s t0
| Least t0 -> qle_bool t0 s
| Most t0 -> qle_bool s t0

(** val turned : q -> slopes0 -> slopes0 **)

let turned s = function
| Any -> Any
| Only t0 -> if qle_bool t0 s then Least s else Most s
| Least _ -> Most s
| Most _ -> Least s

(** val chord : sample -> sample -> q **)

let chord p q0 =
  qdiv (qminus (snd q0) (snd p)) (qminus (fst q0) (fst p))

(** val kinks_needed : slopes0 -> sample -> sample list -> int -> int **)

let rec kinks_needed l p d0 count3 =
  match d0 with
  | [] -> count3
  | q0 :: d' ->
    let s = chord p q0 in
    if among s l
    then kinks_needed (Only s) q0 d' count3
    else kinks_needed (turned s l) q0 d' (Stdlib.Int.succ count3)

(** val select : Big.t -> 'a1 list -> 'a1 list **)

let rec select s = function
| [] -> []
| row1 :: d' ->
  if Big.odd s
  then row1 :: (select (Big.half s) d')
  else select (Big.half s) d'

(** val inside_of : Big.t -> Big.t -> bool **)

let inside_of s t0 =
  Big.equal (Big.without s t0) Big.zero

(** val of_rows : 'a1 list -> Big.t -> bool **)

let of_rows d0 s =
  (&&) (negb (Big.equal s Big.zero))
    (inside_of s (Big.ones (Big.of_int (List.length d0))))

(** val cancels : int -> q list -> data -> bool **)

let cancels p l s =
  (&&)
    ((&&) ((=) (List.length l) (List.length s))
      (forallb (fun j ->
        qeq_bool
          (combination0 l s (fun row1 ->
            nth j (fst row1) { qnum = Big.zero; qden = Big.one })) { qnum =
          Big.zero; qden = Big.one }) (seq 0 p)))
    (qeq_bool
      (combination0 l s (fun _ -> { qnum = Big.one; qden = Big.one }))
      { qnum = Big.zero; qden = Big.one })

(** val no_affine : int -> int -> q list -> data -> bool **)

let no_affine p q0 l s =
  (&&) (cancels p l s)
    (existsb (fun k ->
      negb
        (qeq_bool
          (combination0 l s (fun row1 ->
            nth k (snd row1) { qnum = Big.zero; qden = Big.one })) { qnum =
          Big.zero; qden = Big.one })) (seq 0 q0))

(** val agrees0 : vec -> vec -> bool **)

let rec agrees0 x y =
  match x with
  | [] -> (match y with
           | [] -> true
           | _ :: _ -> false)
  | a0 :: x' ->
    (match y with
     | [] -> false
     | b0 :: y' -> (&&) (qeq_bool a0 b0) (agrees0 x' y'))

(** val column0 : data -> ((vec * vec) -> q) -> vec **)

let column0 d0 g0 =
  Big.map (fun row1 -> qred (g0 row1)) d0

(** val times : vec -> vec -> vec **)

let rec times l c0 =
  match l with
  | [] -> []
  | a0 :: l' ->
    (match c0 with
     | [] -> []
     | b0 :: c' -> (qred (qmult a0 b0)) :: (times l' c'))

(** val total : vec -> q **)

let total l =
  Big.fold_left (fun sum a0 -> qred (qplus sum a0)) l { qnum = Big.zero;
    qden = Big.one }

(** val label : int -> (vec * vec) -> q **)

let label k row1 =
  nth k (snd row1) { qnum = Big.zero; qden = Big.one }

(** val coordinate0 : int -> (vec * vec) -> q **)

let coordinate0 j row1 =
  nth j (fst row1) { qnum = Big.zero; qden = Big.one }

(** val one : (vec * vec) -> q **)

let one _ =
  { qnum = Big.one; qden = Big.one }

(** val factors_of : int -> ((vec * vec) -> q) list **)

let factors_of p =
  one :: (Big.map coordinate0 (seq 0 p))

(** val onward : 'a1 list -> ('a1 * 'a1 list) list **)

let rec onward l = match l with
| [] -> []
| a0 :: l' -> (a0, l) :: (onward l')

(** val vanish : int -> vec list -> vec -> bool **)

let rec vanish n0 columns0 l =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ ->
    qeq_bool (total l) { qnum = Big.zero; qden = Big.one })
    (fun n1 ->
    forallb (fun c0 -> vanish n1 (snd c0) (times l (fst c0)))
      (onward columns0))
    n0

(** val vanish_but_power : int -> vec list -> vec -> vec -> bool **)

let vanish_but_power n0 columns0 last0 l =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> true)
    (fun n1 ->
    forallb (fun c0 ->
      vanish n1 (Big.append (snd c0) (last0 :: [])) (times l (fst c0)))
      (onward columns0))
    n0

(** val raised : int -> vec -> vec -> vec **)

let rec raised n0 l c0 =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> l)
    (fun n1 -> raised n1 (times l c0) c0)
    n0

(** val powered : int -> int -> int -> q list -> data -> bool **)

let powered p q0 c0 l s =
  (&&) ((=) (List.length l) (List.length s))
    (let columns0 = Big.map (column0 s) (factors_of p) in
     existsb (fun k ->
       let last0 = column0 s (label k) in
       (&&)
         (negb
           (qeq_bool
             (total
               (raised (Nat.pow (Stdlib.Int.succ (Stdlib.Int.succ 0)) c0) l
                 last0)) { qnum = Big.zero; qden = Big.one }))
         (vanish_but_power (Nat.pow (Stdlib.Int.succ (Stdlib.Int.succ 0)) c0)
           columns0 last0 l)) (seq 0 q0))

type entry0 = vec * vec

(** val minus : q -> vec -> vec -> vec **)

let minus c0 a0 b0 =
  Big.map (fun ab -> qred (qminus (fst ab) (qmult c0 (snd ab))))
    (Big.combine a0 b0)

(** val eliminated0 : int -> entry0 list -> vec **)

let rec eliminated0 fuel rows0 =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> [])
    (fun fuel' ->
    match rows0 with
    | [] -> []
    | row1 :: _ ->
      (match fst row1 with
       | [] -> snd row1
       | _ :: _ ->
         let (zero0, other) =
           partition (fun r ->
             qeq_bool (hd { qnum = Big.zero; qden = Big.one } (fst r))
               { qnum = Big.zero; qden = Big.one }) rows0
         in
         (match other with
          | [] -> []
          | pivot :: other0 ->
            eliminated0 fuel'
              (Big.append (Big.map (fun r -> ((tl (fst r)), (snd r))) zero0)
                (Big.map (fun r ->
                  let c0 =
                    qred
                      (qdiv (hd { qnum = Big.zero; qden = Big.one } (fst r))
                        (hd { qnum = Big.zero; qden = Big.one } (fst pivot)))
                  in
                  ((tl (minus c0 (fst r) (fst pivot))),
                  (minus c0 (snd r) (snd pivot)))) other0)))))
    fuel

(** val unit_row : int -> int -> vec **)

let unit_row n0 i =
  Big.map (fun j ->
    if (=) i j
    then { qnum = Big.one; qden = Big.one }
    else { qnum = Big.zero; qden = Big.one }) (seq 0 n0)

(** val multipliers_of : int -> data -> vec **)

let multipliers_of p s =
  let n0 = List.length s in
  eliminated0 (Stdlib.Int.succ (Stdlib.Int.succ p))
    (Big.map (fun ir -> (({ qnum = Big.one; qden =
      Big.one } :: (fst (snd ir))), (unit_row n0 (fst ir))))
      (Big.combine (seq 0 n0) s))

(** val all_parts : (data -> bool) -> data -> int -> data -> bool **)

let rec all_parts test d0 k chosen =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> test (List.rev chosen))
    (fun k' ->
    match d0 with
    | [] -> true
    | row1 :: d' ->
      (&&) (all_parts test d' k' (row1 :: chosen))
        (all_parts test d' k chosen))
    k

(** val general : int -> int -> data -> bool **)

let general p q0 d0 =
  all_parts (fun s -> no_affine p q0 (multipliers_of p s) s) d0
    (Stdlib.Int.succ (Stdlib.Int.succ p)) []

(** val place2 : (vec * vec) -> q **)

let place2 row1 =
  hd { qnum = Big.zero; qden = Big.one } (fst row1)

(** val rise : int -> (vec * vec) -> (vec * vec) -> q **)

let rise k a0 b0 =
  qminus (nth k (snd b0) { qnum = Big.zero; qden = Big.one })
    (nth k (snd a0) { qnum = Big.zero; qden = Big.one })

(** val bent :
    bool -> int -> (vec * vec) -> (vec * vec) -> (vec * vec) -> bool **)

let bent constant1 q0 a0 b0 c0 =
  existsb (fun k ->
    negb
      (if constant1
       then qeq_bool (rise k a0 c0) { qnum = Big.zero; qden = Big.one }
       else qeq_bool (qmult (rise k a0 b0) (qminus (place2 c0) (place2 b0)))
              (qmult (rise k b0 c0) (qminus (place2 b0) (place2 a0)))))
    (seq 0 q0)

type triple = ((vec * vec) * (vec * vec)) * (vec * vec)

(** val less : q -> q -> bool **)

let less a0 b0 =
  negb (qle_bool b0 a0)

(** val chained : bool -> int -> triple list -> q option -> bool **)

let rec chained constant1 q0 ts last0 =
  match ts with
  | [] -> true
  | t0 :: ts' ->
    let (p, c0) = t0 in
    let (a0, b0) = p in
    (&&)
      ((&&)
        ((&&)
          ((&&)
            (match last0 with
             | Some z0 -> qle_bool z0 (place2 a0)
             | None -> true) (less (place2 a0) (place2 c0)))
          ((||) constant1
            ((&&) (less (place2 a0) (place2 b0))
              (less (place2 b0) (place2 c0))))) (bent constant1 q0 a0 b0 c0))
      (chained constant1 q0 ts' (Some (place2 c0)))

(** val sides_of : zdata -> net **)

let sides_of z0 =
  Sequence ((Affine (Big.one,
    (Big.map (fun row1 ->
      ((Big.map (fun x -> (0, x))
         (Big.append (fst (fst row1)) ((snd (fst row1)) :: []))), Big.zero))
      z0))), (Units (Step, (Big.of_int (List.length z0)))))

(** val taken : int -> constraint0 list -> Big.t -> Big.t list -> bool **)

let taken p region0 d0 ns =
  (&&) ((=) (List.length ns) p)
    (forallb (holds (Big.map (fun a0 -> { qnum = a0; qden = d0 }) ns))
      region0)

(** val noted : int -> continuation **)

let noted p s h0 =
  match h0.hints with
  | [] -> None
  | h1 :: h' ->
    (match h1 with
     | Empty e0 ->
       if hollow s.base e0
       then Some { hints = h'; found0 = h0.found0 }
       else None
     | Point (d0, ns) ->
       (Big.integer_case
          (fun _ -> None)
          (fun d1 ->
          if taken p s.base.facts d1 ns
          then Some { hints = h'; found0 = ((outcomes s) :: h0.found0) }
          else None)
          (fun _ -> None)
          d0)
     | _ -> None)

(** val dichotomies : int -> zdata -> hint list -> bool list list option **)

let dichotomies p z0 h0 =
  match exec nothing None Exact (sides_of z0) (fun _ -> Big.zero)
          (start0 (Stdlib.Int.succ p) []) (noted (Stdlib.Int.succ p))
          { hints = h0; found0 = [] } with
  | Some t0 ->
    let { hints = hints0; found0 = found1 } = t0 in
    (match hints0 with
     | [] -> Some found1
     | _ :: _ -> None)
  | None -> None

(** val mask0 : int -> Big.t -> bool list -> Big.t **)

let rec mask0 size2 chosen outcomes0 =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> Big.zero)
    (fun size3 ->
    if Big.odd chosen
    then (match outcomes0 with
          | [] -> Big.zero
          | b0 :: rest ->
            let m = mask0 size3 (Big.half chosen) rest in
            if b0 then Big.doubled_and_one m else Big.doubled m)
    else Big.doubled (mask0 size3 (Big.half chosen) outcomes0))
    size2

(** val torn : int -> Big.t list -> Big.t list -> data -> data -> bool **)

let torn p a0 b0 s t0 =
  (&&)
    ((&&)
      ((&&)
        ((&&)
          ((&&)
            ((&&) ((=) (List.length a0) (List.length s))
              ((=) (List.length b0) (List.length t0)))
            (negb ((=) (List.length s) 0))) (negb ((=) (List.length t0) 0)))
        (forallb (Big.lt Big.zero) a0)) (forallb (Big.lt Big.zero) b0))
    (cancels p
      (Big.append (Big.map inject_Z a0)
        (Big.map (fun z0 -> inject_Z (Big.opp z0)) b0)) (Big.append s t0))

(** val bit : Big.t -> Big.t **)

let bit i =
  Big.succ (Big.ones i)

(** val set_of : Big.t list -> Big.t **)

let set_of ks =
  Big.fold_right (fun k s -> Big.logor (bit (Coq_Pos.pred_N k)) s) Big.zero ks

type step0 =
| Bends
| Counted of Big.t
| Uninterpolable of Big.t * Big.t list
| Dichotomies of Big.t * hint list
| Every of Big.t * int * Big.t list
| Powered of Big.t * int * Big.t list
| Labels of Big.t list * Big.t list
| Apart of Big.t * Big.t * Big.t list * Big.t list
| Cases of Big.t * int * Big.t * Big.t list

type known0 = (Big.t * int) PositiveMap.t

type divisions = (Big.t * Big.t list) option

(** val every0 : divisions -> known0 -> Big.t -> int -> Big.t list -> bool **)

let every0 sides shown0 s c0 steps =
  match sides with
  | Some p ->
    let (chosen, masks) = p in
    (match picked shown0 steps with
     | Some used0 ->
       (&&)
         ((&&)
           ((&&) (inside_of s chosen)
             (forallb (fun u -> (<=) c0 (Stdlib.Int.succ (snd u))) used0))
           (existsb (fun u -> inside_of (fst u) s) used0))
         (forallb (fun m ->
           let above0 = Big.logand s m in
           let below0 = Big.without s m in
           (||)
             ((||) (Big.equal above0 Big.zero) (Big.equal below0 Big.zero))
             (existsb (fun u ->
               (||) (inside_of (fst u) above0) (inside_of (fst u) below0))
               used0)) masks)
     | None -> false)
  | None -> false

type partitions = (Big.t * Big.t) PositiveMap.t

(** val closed0 :
    Big.t -> Big.t -> int -> known0 -> partitions -> Big.t list ->
    (Big.t * Big.t) list -> bool **)

let rec closed0 size2 s c0 shown0 parted turns stack0 =
  match turns with
  | [] -> (match stack0 with
           | [] -> true
           | _ :: _ -> false)
  | t0 :: turns' ->
    (match stack0 with
     | [] -> false
     | p :: rest ->
       let (a0, b0) = p in
       if Big.leq Big.zero t0
       then if Big.lt t0 size2
            then let i = bit (Big.to_natural t0) in
                 (&&) (inside_of i (Big.without (Big.without s a0) b0))
                   (closed0 size2 s c0 shown0 parted turns'
                     (((Big.logor i a0), b0) :: ((a0,
                     (Big.logor i b0)) :: rest)))
            else false
       else let k =
              Big.to_positive
                (Big.div (Big.sub Big.one t0) (Big.doubled Big.one))
            in
            if if Big.equal (Big.modulo t0 (Big.doubled Big.one)) Big.one
               then (match PositiveMap.find k shown0 with
                     | Some p0 ->
                       let (r, e0) = p0 in
                       (&&) ((<=) c0 (Stdlib.Int.succ e0))
                         ((||) (inside_of r a0) (inside_of r b0))
                     | None -> false)
               else (match PositiveMap.find k parted with
                     | Some p0 ->
                       let (u, v) = p0 in
                       (||) ((&&) (inside_of u a0) (inside_of v b0))
                         ((&&) (inside_of u b0) (inside_of v a0))
                     | None -> false)
            then closed0 size2 s c0 shown0 parted turns' rest
            else false)

(** val triples : data -> triple list **)

let rec triples = function
| [] -> []
| a0 :: l ->
  (match l with
   | [] -> []
   | b0 :: l0 ->
     (match l0 with
      | [] -> []
      | c0 :: rows1 -> ((a0, b0), c0) :: (triples rows1)))

(** val is_bends : step0 -> bool **)

let is_bends = function
| Bends -> true
| _ -> false

(** val is_counted : step0 -> bool **)

let is_counted = function
| Counted _ -> true
| _ -> false

(** val is_labels : step0 -> bool **)

let is_labels = function
| Labels (_, _) -> true
| _ -> false

(** val by_bends :
    bool -> int -> int -> zdata -> Big.t list -> (Big.t * int) option **)

let by_bends constant1 p q0 z0 =
  let d0 = rational_data z0 in
  (fun bends ->
  match picked (numbered d0 Big.one PositiveMap.empty) bends with
  | Some found1 ->
    (match triples found1 with
     | [] -> None
     | t0 :: l ->
       let ts = t0 :: l in
       if (&&) ((=) p (Stdlib.Int.succ 0)) (chained constant1 q0 ts None)
       then Some ((Big.ones (Big.of_int (List.length d0))),
              (less_than (Stdlib.Int.succ (List.length ts))))
       else None)
  | None -> None)

(** val by_labels :
    bool -> (vec * vec) PositiveMap.t -> Big.t list -> Big.t list ->
    (Big.t * int) option **)

let by_labels constant1 table0 foremost0 rest =
  match picked table0 foremost0 with
  | Some rows0 ->
    if (&&)
         ((&&) constant1
           ((<=) (Stdlib.Int.succ (Stdlib.Int.succ 0)) (List.length rows0)))
         (rising rows0)
    then Some ((set_of (Big.append foremost0 rest)),
           (less_than (List.length rows0)))
    else None
  | None -> None

(** val size1 : zdata -> Big.t **)

let size1 z0 =
  let d0 = rational_data z0 in Big.of_int (List.length d0)

(** val by_cases :
    zdata -> known0 -> partitions -> Big.t -> int -> Big.t -> Big.t list ->
    bool **)

let by_cases z0 shown0 parted s c0 first1 turns =
  if (&&) (Big.leq Big.zero first1) (Big.lt first1 (size1 z0))
  then let i = bit (Big.to_natural first1) in
       (&&) (inside_of i s)
         (closed0 (size1 z0) s c0 shown0 parted turns ((i, Big.zero) :: []))
  else false

(** val shown_by :
    bool -> int -> int -> zdata -> (Big.t * int) option -> bool ->
    (vec * vec) PositiveMap.t -> step0 -> divisions -> known0 -> partitions
    -> (Big.t * int) option **)

let shown_by constant1 p q0 z0 =
  let d0 = rational_data z0 in
  (fun pieces counts0 table0 s sides shown0 parted ->
  match s with
  | Bends -> pieces
  | Counted s0 ->
    let parts1 = up0 (List.length (select s0 d0)) (Stdlib.Int.succ p) in
    if (&&) ((&&) (of_rows d0 s0) counts0)
         ((<=) (Stdlib.Int.succ (Stdlib.Int.succ 0)) parts1)
    then Some (s0, (less_than parts1))
    else None
  | Uninterpolable (s0, factors0) ->
    if (&&) (of_rows d0 s0)
         (no_affine p q0 (Big.map inject_Z factors0) (select s0 d0))
    then Some (s0, 0)
    else None
  | Every (s0, c0, steps) ->
    if (&&) ((<=) (Stdlib.Int.succ 0) c0) (every0 sides shown0 s0 c0 steps)
    then Some (s0, c0)
    else None
  | Powered (s0, c0, factors0) ->
    if (&&)
         ((&&) ((&&) (of_rows d0 s0) ((<=) (Stdlib.Int.succ 0) c0))
           (Nat.ltb (Nat.pow (Stdlib.Int.succ (Stdlib.Int.succ 0)) c0)
             (List.length (select s0 d0))))
         (powered p q0 c0 (Big.map inject_Z factors0) (select s0 d0))
    then Some (s0, c0)
    else None
  | Labels (foremost0, rest) -> by_labels constant1 table0 foremost0 rest
  | Cases (s0, c0, first1, turns) ->
    if (&&) ((&&) (of_rows d0 s0) ((<=) (Stdlib.Int.succ 0) c0))
         (by_cases z0 shown0 parted s0 c0 first1 turns)
    then Some (s0, c0)
    else None
  | _ -> None)

(** val last_one : step0 list -> bool **)

let last_one = function
| [] -> true
| _ :: _ -> false

(** val arrives :
    bool -> int -> int -> zdata -> (Big.t * int) option -> bool ->
    (vec * vec) PositiveMap.t -> int -> step0 list -> divisions -> Big.t ->
    known0 -> Big.t -> partitions -> bool **)

let arrives constant1 p q0 z0 =
  let d0 = rational_data z0 in
  (fun pieces counts0 table0 ->
  let rec arrives1 count3 steps sides next shown0 another parted =
    match steps with
    | [] -> false
    | s :: steps' ->
      (match s with
       | Dichotomies (s0, h0) ->
         if of_rows d0 s0
         then (match dichotomies p (select s0 z0) h0 with
               | Some found1 ->
                 arrives1 count3 steps' (Some (s0,
                   (Big.map (mask0 (List.length d0) s0) found1))) next shown0
                   another parted
               | None -> false)
         else false
       | Apart (s0, t0, a0, b0) ->
         if (&&) ((&&) (of_rows d0 s0) (of_rows d0 t0))
              (torn p a0 b0 (select s0 d0) (select t0 d0))
         then arrives1 count3 steps' sides next shown0 (Big.succ another)
                (PositiveMap.add another (s0, t0) parted)
         else false
       | _ ->
         (match shown_by constant1 p q0 z0 pieces counts0 table0 s sides
                  shown0 parted with
          | Some p0 ->
            let (set, c0) = p0 in
            if (<=) count3 (Stdlib.Int.succ c0)
            then last_one steps'
            else arrives1 count3 steps' sides (Big.succ next)
                   (PositiveMap.add next (set, c0) shown0) another parted
          | None -> false))
  in arrives1)

(** val check_needed :
    bool -> int -> int -> zdata -> Big.t list -> int -> step0 list -> bool **)

let check_needed constant1 p q0 z0 bends count3 steps =
  if forallb (fun row1 -> (=) (List.length (fst (fst row1))) p) z0
  then let pieces =
         if existsb is_bends steps
         then by_bends constant1 p q0 z0 bends
         else None
       in
       let counts0 =
         if existsb is_counted steps
         then general p q0 (rational_data z0)
         else false
       in
       let table0 =
         if existsb is_labels steps
         then numbered (rational_data z0) Big.one PositiveMap.empty
         else PositiveMap.empty
       in
       arrives constant1 p q0 z0 pieces counts0 table0 count3 steps None
         Big.one PositiveMap.empty Big.one PositiveMap.empty
  else false

(** val rows_counted : Big.t list -> Big.t **)

let rows_counted counts0 =
  Big.fold_right Big.add Big.zero counts0

type weighted = ((vec * vec) * Big.t) list

(** val weight : weighted -> Big.t **)

let weight l =
  Big.fold_right (fun row1 sum -> Big.add (snd row1) sum) Big.zero l

(** val mixed0 : data -> bool **)

let mixed0 = function
| [] -> false
| row1 :: rest ->
  existsb (fun other -> negb (agrees0 (snd other) (snd row1))) rest

(** val mask_of : ('a1 -> bool) -> 'a1 list -> Big.t **)

let rec mask_of f0 = function
| [] -> Big.zero
| row1 :: d' ->
  let m = mask_of f0 d' in
  if f0 row1 then Big.doubled_and_one m else Big.doubled m

type step1 =
| Uninterpolable0 of Big.t * Big.t list
| Dichotomies0 of Big.t * hint list
| Every0 of Big.t

type known1 = Big.t PositiveMap.t

type divisions0 = (Big.t * Big.t list) option

(** val known_of : known1 -> Big.t -> Big.t **)

let known_of shown0 s =
  match PositiveMap.find (N.succ_pos s) shown0 with
  | Some least3 -> least3
  | None -> Big.zero

(** val thresholds : int -> zdata -> Big.t list **)

let thresholds p z0 =
  let d0 = rational_data z0 in
  flat_map (fun j ->
    Big.map (fun row1 ->
      mask_of (fun other ->
        qle_bool (nth j (fst row1) { qnum = Big.zero; qden = Big.one })
          (nth j (fst other) { qnum = Big.zero; qden = Big.one })) d0) d0)
    (seq 0 p)

(** val least1 :
    known1 -> Big.t -> Big.t list -> Big.t option -> Big.t option **)

let rec least1 shown0 s masks found1 =
  match masks with
  | [] -> found1
  | m :: masks0 ->
    let a0 = Big.logand s m in
    let b0 = Big.without s m in
    if (||) (Big.equal a0 Big.zero) (Big.equal b0 Big.zero)
    then least1 shown0 s masks0 found1
    else let sum = Big.add (known_of shown0 a0) (known_of shown0 b0) in
         least1 shown0 s masks0 (Some
           (match found1 with
            | Some v -> Big.min v sum
            | None -> sum))

(** val shown_by0 :
    bool -> int -> int -> zdata -> Big.t list -> step1 -> divisions0 ->
    known1 -> (Big.t * Big.t) option **)

let shown_by0 constant1 p q0 z0 counts0 =
  let d0 = rational_data z0 in
  let rows0 = Big.combine d0 counts0 in
  (fun s sides shown0 ->
  match s with
  | Uninterpolable0 (s0, factors0) ->
    if (&&) (of_rows d0 s0)
         (no_affine p q0 (Big.map inject_Z factors0) (select s0 d0))
    then Some (s0, (weight (select s0 rows0)))
    else None
  | Dichotomies0 (_, _) -> None
  | Every0 s0 ->
    (match sides with
     | Some p0 ->
       let (chosen, masks) = p0 in
       (match least1 shown0 s0 masks None with
        | Some sum ->
          if (&&) (inside_of s0 chosen)
               ((||)
                 ((||) (Big.lt Big.zero sum)
                   (Big.lt Big.zero (known_of shown0 s0)))
                 ((&&) constant1 (mixed0 (select s0 d0))))
          then Some (s0, (Big.add (weight (select s0 rows0)) sum))
          else None
        | None -> None)
     | None -> None))

(** val arrives0 :
    bool -> bool -> int -> int -> zdata -> Big.t list -> (Big.t -> bool) ->
    step1 list -> divisions0 -> known1 -> bool **)

let arrives0 axis constant1 p q0 z0 counts0 =
  let d0 = rational_data z0 in
  (fun enough0 ->
  let rec arrives1 steps sides shown0 =
    match steps with
    | [] -> false
    | s :: steps' ->
      (match s with
       | Dichotomies0 (s0, h0) ->
         if (&&) (negb axis) (of_rows d0 s0)
         then (match dichotomies p (select s0 z0) h0 with
               | Some found1 ->
                 arrives1 steps' (Some (s0,
                   (Big.map (mask0 (List.length d0) s0) found1))) shown0
               | None -> false)
         else false
       | _ ->
         (match shown_by0 constant1 p q0 z0 counts0 s sides shown0 with
          | Some p0 ->
            let (set, sum) = p0 in
            if enough0 sum
            then (match steps' with
                  | [] -> true
                  | _ :: _ -> false)
            else arrives1 steps' sides
                   (PositiveMap.add (N.succ_pos set) sum shown0)
          | None -> false))
  in arrives1)

(** val check_means :
    bool -> bool -> int -> int -> zdata -> Big.t list -> q -> step1 list ->
    bool **)

let check_means axis constant1 p q0 z0 counts0 mean steps =
  if (&&)
       ((&&) (forallb (fun row1 -> (=) (List.length (fst (fst row1))) p) z0)
         ((=) (List.length counts0) (List.length z0)))
       (forallb (Big.leq Big.zero) counts0)
  then let d0 = rational_data z0 in
       let sides =
         if axis
         then Some ((Big.ones (Big.of_int (List.length d0))),
                (thresholds p z0))
         else None
       in
       let least3 = qmult mean (inject_Z (rows_counted counts0)) in
       arrives0 axis constant1 p q0 z0 counts0 (fun sum ->
         qle_bool least3 (inject_Z sum)) steps sides PositiveMap.empty
  else false

type folder = string -> string option

(** val wide_in : node -> int **)

let wide_in n0 =
  Big.to_int n0.whole.ins

(** val wide_out : node -> int **)

let wide_out n0 =
  Big.to_int n0.whole.outs

type row0 = values_over * values_over

(** val point0 : row0 -> vec **)

let point0 r =
  rationals (fst r)

(** val class_of : row0 -> int **)

let class_of r =
  Big.to_nat (hd Big.zero (fst (snd r)))

(** val target_of : goal -> int -> row0 -> target0 **)

let target_of g0 q0 r =
  match g0 with
  | AsGiven -> Label (snd r)
  | OneHot -> Label (unit_vector q0 (class_of r))
  | Greatest -> Class (class_of r)

(** val sum_of : row -> Big.t list -> Big.t -> Big.t **)

let rec sum_of r xs acc =
  match r with
  | [] -> acc
  | p :: r' ->
    let (gap, w) = p in
    (match Big.skip gap xs with
     | [] -> acc
     | x :: xs' -> sum_of r' xs' (Big.add acc (Big.mul w x)))

(** val least_terms : values_over -> values_over **)

let least_terms xs =
  Big.positive_case
    (fun p ->
    let d0 = Big.doubled_and_one p in
    let g0 = divisor d0 (fst xs) in
    if Big.leq g0 Big.one
    then xs
    else ((Big.map (fun x -> Big.div x g0) (fst xs)),
           (Big.to_positive (Big.div d0 g0))))
    (fun p ->
    let d0 = Big.doubled p in
    let g0 = divisor d0 (fst xs) in
    if Big.leq g0 Big.one
    then xs
    else ((Big.map (fun x -> Big.div x g0) (fst xs)),
           (Big.to_positive (Big.div d0 g0))))
    (fun _ -> xs)
    (snd xs)

(** val value0 : net -> values_over -> values_over **)

let rec value0 n0 xs =
  match n0 with
  | Affine (scale1, rows0) ->
    least_terms
      ((Big.map (fun r -> sum_of (fst r) (fst xs) (Big.mul (snd r) (snd xs)))
         rows0), (Big.mul scale1 (snd xs)))
  | Identity -> xs
  | Units (kind0, _) ->
    (match kind0 with
     | Relu -> ((Big.map (Big.max Big.zero) (fst xs)), (snd xs))
     | Step ->
       ((Big.map (fun x -> if Big.leq Big.zero x then Big.one else Big.zero)
          (fst xs)), Big.one))
  | Sequence (f0, g0) -> value0 g0 (value0 f0 xs)
  | Concatenate (f0, g0) ->
    let a0 = value0 f0 xs in
    let b0 = value0 g0 xs in
    if Big.equal (snd a0) (snd b0)
    then ((Big.append (fst a0) (fst b0)), (snd a0))
    else least_terms
           ((Big.append (Big.map (Big.mul (snd b0)) (fst a0))
              (Big.map (Big.mul (snd a0)) (fst b0))),
           (Big.mul (snd a0) (snd b0)))
  | Branch (_, w, t0, below0, above0) ->
    if Big.leq (Big.mul t0 (snd xs)) (sum_of w (fst xs) Big.zero)
    then value0 above0 xs
    else value0 below0 xs

(** val each_row :
    (row0 -> unit result) -> Big.t -> row0 list -> unit result **)

let rec each_row test number2 = function
| [] -> Good ()
| r :: rest ->
  (match test r with
   | Good _ -> each_row test (Big.add number2 Big.one) rest
   | Bad e0 ->
     within ((Say "point ") :: ((Count number2) :: ((Say ": ") :: []))) (Bad
       e0))

(** val class_label : Big.t -> row0 -> bool **)

let class_label q0 r =
  let (l, p) = snd r in
  (match l with
   | [] -> false
   | k :: l0 ->
     (match l0 with
      | [] ->
        (Big.positive_case
           (fun _ -> false)
           (fun _ -> false)
           (fun _ -> (&&) (Big.leq Big.zero k) (Big.lt k q0))
           p)
      | _ :: _ -> false))

(** val fits_points : Big.t -> dataset -> unit result **)

let fits_points p d0 =
  require (Big.equal d0.inputs0 p)
    (Big.append ((Say "points have ") :: [])
      (Big.append (counted_words ( d0.inputs0) "coordinate" "coordinates")
        (Big.append ((Say ", the network ") :: [])
          (counted_words ( p) "input" "inputs"))))

(** val fits_labels : goal -> Big.t -> dataset -> unit result **)

let fits_labels g0 q0 d0 =
  match g0 with
  | AsGiven ->
    require (Big.equal d0.outputs0 q0)
      (Big.append ((Say "labels have ") :: [])
        (Big.append (counted_words ( d0.outputs0) "number" "numbers")
          (Big.append ((Say ", the network has ") :: [])
            (counted_words ( q0) "output" "outputs"))))
  | _ ->
    bind
      (require (Big.leq (Big.doubled Big.one) q0) ((Say
        "the network has one output: there must be at least two classes") :: []))
      (fun _ ->
      bind
        (require
          (match d0.named with
           | Some c0 -> Big.equal c0 ( q0)
           | None -> true)
          (Big.append ((Say "the data set has ") :: [])
            (Big.append
              (counted_words
                (match d0.named with
                 | Some c0 -> c0
                 | None -> Big.zero) "class" "classes")
              (Big.append ((Say ", the network ") :: []) ((Count
                ( q0)) :: ((Say " outputs") :: [])))))) (fun _ ->
        each_row (fun r ->
          require (class_label ( q0) r) ((Say
            "its label is not one of the classes 0..") :: ((Count
            (Big.sub ( q0) Big.one)) :: []))) Big.zero d0.rows))

(** val fits_data : goal -> node -> dataset -> unit result **)

let fits_data g0 n0 d0 =
  bind (fits_points n0.whole.ins d0) (fun _ ->
    fits_labels g0 n0.whole.outs d0)

(** val right_row : goal -> node -> row0 -> bool **)

let right_row g0 n0 r =
  let v = value0 n0.whole.body (fst r) in
  (match target_of g0 (wide_out n0) r with
   | Label y -> equal_over (fst v) (fst y) (snd v) (snd y)
   | Class k ->
     (&&) (Nat.ltb k (List.length (fst v)))
       (smaller_but k (nth k (fst v) Big.zero) (fst v))
   | Both (_, _) -> false)

(** val goal_words : goal -> string **)

let goal_words = function
| AsGiven -> "N(x) = y"
| OneHot -> "N(x) = the unit vector of class y"
| Greatest -> "output y of N(x) is greater than every other"

(** val check_points : goal -> node -> dataset -> unit result **)

let check_points g0 n0 d0 =
  bind (fits_data g0 n0 d0) (fun _ ->
    bind (runs_afforded (n0 :: []) (Big.of_int (List.length d0.rows)))
      (fun _ ->
      each_row (fun r ->
        require (right_row g0 n0 r) ((Say "it is not so that ") :: ((Say
          (goal_words g0)) :: []))) Big.zero d0.rows))

(** val point_over : Big.t -> Big.t list -> vec **)

let point_over d0 numbers0 =
  Big.map (fun x -> { qnum = x; qden = d0 }) numbers0

(** val took : Big.t -> continuation **)

let took t0 s h0 =
  if Big.equal s.count0 t0 then Some h0 else None

(** val check_attains :
    measure -> int -> int -> part -> Big.t -> constraint0 list -> Big.t ->
    Big.t list -> bool **)

let check_attains m p q0 n0 t0 domain d0 numbers0 =
  if has_widths p q0 n0
  then if (=) (List.length numbers0) p
       then if forallb (holds (point_over d0 numbers0)) domain
            then let here = Big.combine numbers0 numbers0 in
                 counted_along m d0 here n0.body
                   (took (Big.add (worst m (line d0 here)) t0))
            else false
       else false
  else false

(** val not_shown : piece list **)

let not_shown =
  (Say "the hints do not show it") :: []

(** val shown : bool -> Big.t option -> unit result **)

let shown b0 first1 =
  if b0
  then Good ()
  else (match first1 with
        | Some number2 ->
          malformed ((Say "hint ") :: ((Count number2) :: ((Say
            " has not the integers that its name asks for") :: [])))
        | None -> rejected not_shown)

(** val reach0 : bound0 -> Big.t **)

let reach0 b0 =
  Big.fold_left (fun n0 f0 ->
    Big.add (Big.add n0 (Big.of_int (fst f0))) Big.one) b0.factors Big.zero

(** val is_within : Big.t -> bound0 list -> bool **)

let is_within p bs =
  (&&) (forallb (fun b0 -> Big.leq (reach0 b0) ( p)) bs)
    (narrow0 (Big.to_int p) (region bs))

(** val has_room : Big.t -> Big.t -> bound0 list -> bool **)

let has_room share p bs =
  Big.leq
    (Big.mul (Big.mul share (Big.add Big.one ( p)))
      (Big.of_int (List.length bs))) pAIRS

(** val fits_domain :
    string -> Big.t -> Big.t -> bound0 list -> unit result **)

let fits_domain name share p bs =
  bind (allow (has_room share p bs) too_many) (fun _ ->
    allow (is_within p bs) ((Say "a position of ") :: ((Say name) :: ((Say
      " must be less than ") :: ((Count ( p)) :: [])))))

(** val fits_pair : node -> node -> unit result **)

let fits_pair n0 m =
  require
    ((&&) (Big.equal m.whole.ins n0.whole.ins)
      (Big.equal m.whole.outs n0.whole.outs)) ((Say
    "the two networks differ in their numbers of inputs or outputs") :: [])

(** val read_hints :
    reading0 -> node list -> Big.t -> hint_text list -> hint list * Big.t
    option **)

let read_hints how nodes p hs =
  hints_of how ( p) (all_of (most0 Comparisons) nodes) Big.zero hs [] None

(** val afforded :
    node list -> Big.t -> bound0 list -> Big.t -> hint_text list -> unit
    result **)

let afforded nodes p bs cells0 hs =
  regions_afforded nodes ( p) cells0 Big.zero
    (if says_vacuous bs hs then Big.zero else Big.one) Big.zero hs

(** val cells_of : Big.t -> bound0 list -> Big.t **)

let cells_of width0 bs =
  Big.mul (Big.of_int (List.length bs))
    (Big.add (Big.doubled (Big.doubled (Big.doubled Big.one))) ( width0))

(** val check_within :
    node -> bound0 list -> bound0 list -> hint_text list -> unit result **)

let check_within n0 =
  let p = wide_in n0 in
  (fun domain wanted0 hs ->
  bind (fits_domain "domain" (Big.doubled Big.one) n0.whole.ins domain)
    (fun _ ->
    bind
      (fits_domain "outputs" (Big.doubled (Big.doubled Big.one))
        n0.whole.outs wanted0) (fun _ ->
      bind
        (allow (some wanted0) ((Say
          "outputs must state at least one constraint") :: [])) (fun _ ->
        bind
          (afforded (n0 :: []) n0.whole.ins domain
            (cells_of n0.whole.outs wanted0) hs) (fun _ ->
          let read = read_hints ReadsEnds (n0 :: []) n0.whole.ins hs in
          shown
            (all_meet p n0.whole (region domain) (region wanted0) (fst read))
            (snd read))))))

(** val check_avoids :
    node -> bound0 list -> bound0 list list -> hint_text list -> unit result **)

let check_avoids n0 =
  let p = wide_in n0 in
  (fun domain unsafe hs ->
  bind (fits_domain "domain" (Big.doubled Big.one) n0.whole.ins domain)
    (fun _ ->
    bind
      (allow
        (has_room (Big.doubled (Big.doubled Big.one))
          (Big.add n0.whole.ins n0.whole.outs) (concat unsafe)) too_many)
      (fun _ ->
      bind
        (allow
          (forallb (is_within (Big.add n0.whole.ins n0.whole.outs)) unsafe)
          ((Say "a position of unsafe must be less than ") :: ((Count
          ( (Big.add n0.whole.ins n0.whole.outs))) :: []))) (fun _ ->
        bind
          (afforded (n0 :: []) n0.whole.ins domain
            (Big.add
              (cells_of (Big.add n0.whole.ins n0.whole.outs) (concat unsafe))
              (Big.mul (Big.doubled (Big.doubled (Big.doubled Big.one)))
                (Big.of_int (List.length unsafe)))) hs) (fun _ ->
          let read = read_hints ReadsEnds (n0 :: []) n0.whole.ins hs in
          shown
            (all_miss p n0.whole (region domain) (Big.map region unsafe)
              (fst read)) (snd read))))))

(** val check_count :
    node -> bound0 list -> Big.t -> hint_text list -> unit result **)

let check_count n0 =
  let p = wide_in n0 in
  (fun domain count3 hs ->
  bind (fits_domain "domain" (Big.doubled Big.one) n0.whole.ins domain)
    (fun _ ->
    bind (afforded (n0 :: []) n0.whole.ins domain Big.zero hs) (fun _ ->
      let read = read_hints ReadsPaths (n0 :: []) n0.whole.ins hs in
      shown (check_paths p n0.whole (region domain) count3 (fst read))
        (snd read))))

(** val cheap_enough :
    node -> counted -> bound0 list -> Big.t -> hint_text list -> unit result **)

let cheap_enough n0 =
  let p = wide_in n0 in
  let q0 = wide_out n0 in
  (fun m domain bound1 hs ->
  if says_structure hs
  then require ((&&) (Big.leq (most0 m n0) bound1) (Big.lt bound1 cAP)) ((Say
         "step 0 (structure): 0 operations so far and a structural maximum of ") :: ((Count
         (most0 m n0)) :: ((Say " for the rest are more than ") :: ((Count
         bound1) :: []))))
  else bind (afforded (n0 :: []) n0.whole.ins domain Big.zero hs) (fun _ ->
         let read = read_hints ReadsCosts (n0 :: []) n0.whole.ins hs in
         shown
           (check_cheap (weights m) p q0 n0.whole bound1 (region domain)
             (fst read)) (snd read)))

(** val fits_point : node -> values_over option -> unit result **)

let fits_point n0 attained =
  allow
    (match attained with
     | Some x -> Big.equal (Big.of_int (List.length (fst x))) ( n0.whole.ins)
     | None -> true) ((Say "attained must have ") :: ((Count
    ( n0.whole.ins)) :: ((Say " entries") :: [])))

(** val attains :
    node -> counted -> bound0 list -> Big.t -> values_over option -> unit
    result **)

let attains n0 =
  let p = wide_in n0 in
  let q0 = wide_out n0 in
  (fun m domain bound1 attained ->
  match attained with
  | Some x ->
    bind (runs_afforded (n0 :: []) Big.one) (fun _ ->
      require
        (check_attains (weights m) p q0 n0.whole bound1 (region domain)
          (snd x) (fst x)) ((Say
        "the point that should attain the bound ") :: ((Count
        bound1) :: ((Say " does not, or is not in the domain") :: []))))
  | None -> Good ())

(** val check_operations :
    node -> counted -> bound0 list -> Big.t -> values_over option ->
    hint_text list -> unit result **)

let check_operations n0 m domain bound1 attained hs =
  bind (fits_domain "domain" (Big.doubled Big.one) n0.whole.ins domain)
    (fun _ ->
    bind (fits_point n0 attained) (fun _ ->
      bind (cheap_enough n0 m domain bound1 hs) (fun _ ->
        attains n0 m domain bound1 attained)))

(** val check_equivalent :
    node -> node -> bound0 list -> hint_text list -> unit result **)

let check_equivalent n0 =
  let p = wide_in n0 in
  let q0 = wide_out n0 in
  (fun m domain hs ->
  bind (fits_domain "domain" (Big.doubled Big.one) n0.whole.ins domain)
    (fun _ ->
    bind (fits_pair n0 m) (fun _ ->
      bind
        (afforded (n0 :: (m :: [])) n0.whole.ins domain
          (Big.mul (Big.doubled (Big.doubled (Big.doubled (Big.doubled
            Big.one)))) ( n0.whole.outs)) hs) (fun _ ->
        let read = read_hints ReadsEnds (n0 :: (m :: [])) n0.whole.ins hs in
        shown (check_agree p q0 n0.whole m.whole (region domain) (fst read))
          (snd read)))))

(** val check_tolerance :
    node -> node -> bound0 list -> q -> hint_text list -> unit result **)

let check_tolerance n0 =
  let p = wide_in n0 in
  let q0 = wide_out n0 in
  (fun m domain tolerance hs ->
  bind (fits_domain "domain" (Big.doubled Big.one) n0.whole.ins domain)
    (fun _ ->
    bind (fits_pair n0 m) (fun _ ->
      bind
        (allow (qle_bool { qnum = Big.zero; qden = Big.one } tolerance) ((Say
          "the tolerance must be at least 0") :: [])) (fun _ ->
        bind
          (afforded (n0 :: (m :: [])) n0.whole.ins domain
            (Big.mul (Big.doubled (Big.doubled (Big.doubled (Big.doubled
              Big.one)))) ( n0.whole.outs)) hs) (fun _ ->
          let read = read_hints ReadsEnds (n0 :: (m :: [])) n0.whole.ins hs in
          shown
            (check_near p q0 tolerance.qnum tolerance.qden n0.whole m.whole
              (region domain) (fst read)) (snd read))))))

(** val is_region : radius -> bool **)

let is_region = function
| All -> true
| Wrong0 -> false
| Closed (r0, _) -> negb (qeq_bool r0 { qnum = Big.zero; qden = Big.one })
| Opened (r0, _) -> negb (qeq_bool r0 { qnum = Big.zero; qden = Big.one })

(** val regions_of : radius list -> Big.t **)

let regions_of radii =
  Big.fold_left (fun k r -> if is_region r then Big.add k Big.one else k)
    radii Big.zero

(** val balls_afforded :
    node list -> Big.t -> row0 list -> radius list -> hint_text list -> unit
    result **)

let balls_afforded nodes p rows0 radii hs =
  let regions = regions_of radii in
  let values0 = all_of (fun n0 ->  n0.whole.outs) nodes in
  regions_afforded nodes ( p) Big.zero values0 regions
    (Big.of_int (List.length rows0)) hs

(** val radii_hold :
    int -> int -> net -> (row0 -> target0) -> Big.t option -> Big.t -> row0
    list -> radius list -> hint list -> hint list result **)

let rec radii_hold p q0 n0 target_at first1 number2 rows0 radii h0 =
  match rows0 with
  | [] ->
    (match radii with
     | [] -> Good h0
     | _ :: _ ->
       malformed ((Say "radii must have an entry for each row") :: []))
  | r :: rows' ->
    (match radii with
     | [] -> malformed ((Say "radii must have an entry for each row") :: [])
     | radius0 :: radii' ->
       (match radius_shown p q0 n0 (((fst r), (target_at r)), radius0) h0 with
        | Some h' ->
          radii_hold p q0 n0 target_at first1 (Big.add number2 Big.one) rows'
            radii' h'
        | None ->
          within ((Say "point ") :: ((Count number2) :: ((Say ": ") :: [])))
            (bind (shown false first1) (fun _ -> Good h0))))

(** val none_left : hint list result -> unit result **)

let none_left r =
  bind r (fun h0 ->
    require (match h0 with
             | [] -> true
             | _ :: _ -> false) ((Say "a hint is left over") :: []))

(** val check_with_radii :
    node -> dataset -> goal -> radius list -> hint_text list -> unit result **)

let check_with_radii n0 d0 =
  let p = wide_in n0 in
  let q0 = wide_out n0 in
  (fun g0 radii hs ->
  bind
    (allow
      (Big.equal (Big.of_int (List.length radii))
        (Big.of_int (List.length d0.rows))) ((Say
      "radii must have ") :: ((Count
      (Big.of_int (List.length d0.rows))) :: ((Say
      " entries, not ") :: ((Count
      (Big.of_int (List.length radii))) :: []))))) (fun _ ->
    bind (fits_data g0 n0 d0) (fun _ ->
      bind (balls_afforded (n0 :: []) n0.whole.ins d0.rows radii hs)
        (fun _ ->
        let read = read_hints ReadsWrong (n0 :: []) n0.whole.ins hs in
        none_left
          (radii_hold p q0 n0.whole.body (target_of g0 q0) (snd read)
            Big.zero d0.rows radii (fst read))))))

(** val check_robustly :
    node -> dataset -> goal -> q -> hint_text list -> unit result **)

let check_robustly n0 d0 g0 r hs =
  bind
    (allow (qle_bool { qnum = Big.zero; qden = Big.one } r) ((Say
      "a radius must be at least 0") :: [])) (fun _ ->
    check_with_radii n0 d0 g0
      (Big.fold_left (fun radii _ -> (Closed (r, None)) :: radii) d0.rows [])
      hs)

(** val check_equivalent_on_balls :
    node -> dataset -> node -> q -> hint_text list -> unit result **)

let check_equivalent_on_balls n0 d0 =
  let p = wide_in n0 in
  let q0 = wide_out n0 in
  (fun m r hs ->
  bind
    (allow (qle_bool { qnum = Big.zero; qden = Big.one } r) ((Say
      "a radius must be at least 0") :: [])) (fun _ ->
    bind (fits_pair n0 m) (fun _ ->
      bind (fits_points n0.whole.ins d0) (fun _ ->
        bind
          (regions_afforded (n0 :: (m :: [])) ( n0.whole.ins)
            (Big.mul (Big.doubled (Big.doubled (Big.doubled (Big.doubled
              Big.one)))) ( n0.whole.outs)) Big.zero
            (if qeq_bool r { qnum = Big.zero; qden = Big.one }
             then Big.zero
             else Big.of_int (List.length d0.rows))
            (Big.of_int (List.length d0.rows)) hs) (fun _ ->
          let read = read_hints ReadsEnds (n0 :: (m :: [])) n0.whole.ins hs in
          shown
            (check_balls p q0 n0.whole m.whole r (Big.map fst d0.rows)
              (fst read)) (snd read))))))

(** val first_greatest : int -> int -> Big.t -> Big.t list -> int **)

let rec first_greatest place4 best most2 = function
| [] -> best
| x :: l' ->
  if Big.lt most2 x
  then first_greatest (Stdlib.Int.succ place4) place4 x l'
  else first_greatest (Stdlib.Int.succ place4) best most2 l'

(** val class_at : node -> values_over -> int **)

let class_at m x =
  match fst (value0 m.whole.body x) with
  | [] -> 0
  | y :: l -> first_greatest (Stdlib.Int.succ 0) 0 y l

(** val is_wrong : radius -> bool **)

let is_wrong = function
| Wrong0 -> true
| _ -> false

(** val check_same_class_on_balls :
    node -> dataset -> node -> radius list -> hint_text list -> unit result **)

let check_same_class_on_balls n0 d0 =
  let p = wide_in n0 in
  let q0 = wide_out n0 in
  (fun m radii hs ->
  bind
    (allow (negb (existsb is_wrong radii)) ((Say
      "a radius of this kind of claim must not be [\"wrong\"]") :: []))
    (fun _ ->
    bind
      (allow
        (Big.equal (Big.of_int (List.length radii))
          (Big.of_int (List.length d0.rows))) ((Say
        "radii must have ") :: ((Count
        (Big.of_int (List.length d0.rows))) :: ((Say
        " entries, not ") :: ((Count
        (Big.of_int (List.length radii))) :: []))))) (fun _ ->
      bind (fits_pair n0 m) (fun _ ->
        bind (fits_points n0.whole.ins d0) (fun _ ->
          bind
            (require (Big.leq (Big.doubled Big.one) n0.whole.outs) ((Say
              "the networks have one output: there must be at least two classes") :: []))
            (fun _ ->
            bind
              (balls_afforded (n0 :: (m :: (m :: []))) n0.whole.ins d0.rows
                radii hs) (fun _ ->
              let read =
                read_hints ReadsWrong (n0 :: (m :: [])) n0.whole.ins hs
              in
              none_left
                (radii_hold p (Big.plus q0 q0) (Concatenate (n0.whole.body,
                  m.whole.body)) (fun r -> Both ((class_at m (fst r)), q0))
                  (snd read) Big.zero d0.rows radii (fst read)))))))))

module Sort =
 functor (X:TotalLeBool') ->
 struct
  (** val merge : X.t list -> X.t list -> X.t list **)

  let rec merge l1 l2 =
    let rec merge_aux l3 =
      match l1 with
      | [] -> l3
      | a1 :: l1' ->
        (match l3 with
         | [] -> l1
         | a2 :: l2' ->
           if X.leb a1 a2 then a1 :: (merge l1' l3) else a2 :: (merge_aux l2'))
    in merge_aux l2

  (** val merge_list_to_stack :
      X.t list option list -> X.t list -> X.t list option list **)

  let rec merge_list_to_stack stack0 l =
    match stack0 with
    | [] -> (Some l) :: []
    | y :: stack' ->
      (match y with
       | Some l' -> None :: (merge_list_to_stack stack' (merge l' l))
       | None -> (Some l) :: stack')

  (** val merge_stack : X.t list option list -> X.t list **)

  let rec merge_stack = function
  | [] -> []
  | y :: stack' ->
    (match y with
     | Some l -> merge l (merge_stack stack')
     | None -> merge_stack stack')

  (** val iter_merge : X.t list option list -> X.t list -> X.t list **)

  let rec iter_merge stack0 = function
  | [] -> merge_stack stack0
  | a0 :: l' -> iter_merge (merge_list_to_stack stack0 (a0 :: [])) l'

  (** val sort : X.t list -> X.t list **)

  let sort =
    iter_merge []

  (** val flatten_stack : X.t list option list -> X.t list **)

  let rec flatten_stack = function
  | [] -> []
  | o :: stack' ->
    (match o with
     | Some l -> Big.append l (flatten_stack stack')
     | None -> flatten_stack stack')
 end

(** val at_most : q -> q -> bool **)

let at_most a0 b0 =
  if Big.equal a0.qden b0.qden
  then Big.leq a0.qnum b0.qnum
  else qle_bool a0 b0

(** val no_later : bool -> q -> q -> bool **)

let no_later up1 a0 b0 =
  if up1 then at_most a0 b0 else at_most b0 a0

(** val first : bool -> q -> q -> q **)

let first up1 a0 b0 =
  if no_later up1 a0 b0 then a0 else b0

(** val joined0 : (q -> q -> q) -> vec -> vec -> vec **)

let rec joined0 f0 a0 b0 =
  match a0 with
  | [] -> []
  | x :: a' ->
    (match b0 with
     | [] -> []
     | y :: b' -> (f0 x y) :: (joined0 f0 a' b'))

(** val firsts : bool -> vec -> vec list -> vec **)

let firsts up1 v vs =
  Big.fold_left (joined0 (first up1)) vs v

module Ascending =
 struct
  type t = q

  (** val leb : q -> q -> bool **)

  let leb =
    no_later true
 end

module Descending =
 struct
  type t = q

  (** val leb : q -> q -> bool **)

  let leb =
    no_later false
 end

module Up = Sort(Ascending)

module Down = Sort(Descending)

(** val sorted0 : bool -> q list -> q list **)

let sorted0 up1 l =
  if up1 then Up.sort l else Down.sort l

(** val columns : int -> vec list -> q list list **)

let rec columns p vs =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> [])
    (fun p0 ->
    (Big.map (fun v -> hd { qnum = Big.zero; qden = Big.one } v) vs) :: 
    (columns p0 (Big.map tl vs)))
    p

(** val equal : vec -> vec -> bool **)

let rec equal x y =
  match x with
  | [] -> (match y with
           | [] -> true
           | _ :: _ -> false)
  | a0 :: x' ->
    (match y with
     | [] -> false
     | b0 :: y' -> (&&) (qeq_bool a0 b0) (equal x' y'))

(** val uniform : data -> bool **)

let uniform = function
| [] -> false
| q0 :: g' -> forallb (fun r -> equal (snd q0) (snd r)) g'

(** val foremost : data -> vec * vec **)

let foremost g0 =
  hd ([], []) g0

(** val ends0 : bool -> data -> vec **)

let ends0 up1 = function
| [] -> []
| q0 :: g' -> firsts up1 (fst q0) (Big.map fst g')

(** val ranged : bool -> int -> int -> data list -> vec list **)

let ranged up1 p c0 groups =
  if (&&) ((<=) (Stdlib.Int.succ (Stdlib.Int.succ 0)) (List.length groups))
       ((<=) c0 (less_than (List.length groups)))
  then (Big.map (fun column1 ->
         nth (Nat.pow (Stdlib.Int.succ (Stdlib.Int.succ 0)) c0)
           (sorted0 up1 column1) { qnum = Big.zero; qden = Big.one })
         (columns p (Big.map (ends0 up1) groups))) :: []
  else []

type box0 = { low1 : vec; high1 : vec; enough : int }

(** val point_sides : (vec * vec) -> vec * vec **)

let point_sides q0 =
  ((fst q0), (fst q0))

(** val box_sides : box0 -> vec * vec **)

let box_sides b0 =
  (b0.low1, b0.high1)

(** val hull : int -> (vec * vec) list -> box0 option **)

let hull c0 = function
| [] -> None
| p :: sides0 ->
  let (l, h0) = p in
  Some { low1 = (firsts true l (Big.map fst sides0)); high1 =
  (firsts false h0 (Big.map snd sides0)); enough = c0 }

type step2 =
| Labels0 of Big.t list * Big.t list
| Sides of Big.t list
| Ranged of int * Big.t list list * Big.t list
| Uninterpolable1 of Big.t * Big.t list
| Powered0 of Big.t * int * Big.t list

(** val by_labels0 :
    (vec * vec) PositiveMap.t -> Big.t list -> Big.t list -> box0 option **)

let by_labels0 d0 foremost0 rest =
  match picked d0 foremost0 with
  | Some foremost1 ->
    (match picked d0 rest with
     | Some rest0 ->
       if (&&)
            ((<=) (Stdlib.Int.succ (Stdlib.Int.succ 0))
              (List.length foremost1)) (rising foremost1)
       then hull (less_than (List.length foremost1))
              (Big.map point_sides (Big.append foremost1 rest0))
       else None
     | None -> None)
  | None -> None

(** val all_le : vec -> vec -> bool **)

let rec all_le a0 b0 =
  match a0 with
  | [] -> true
  | x :: a' ->
    (match b0 with
     | [] -> true
     | y :: b' -> (&&) (at_most x y) (all_le a' b'))

(** val by_sides : int -> int -> data list -> box0 list -> box0 option **)

let by_sides p c0 groups boxes =
  match Big.append (ranged true p c0 groups)
          (Big.map (fun b0 -> b0.high1) boxes) with
  | [] -> None
  | l :: ls ->
    (match Big.append (ranged false p c0 groups)
             (Big.map (fun b0 -> b0.low1) boxes) with
     | [] -> None
     | r :: rs ->
       if all_le (firsts true l ls) (firsts false r rs)
       then hull (Stdlib.Int.succ c0)
              (Big.append (Big.map point_sides (concat groups))
                (Big.map box_sides boxes))
       else None)

(** val least_enough : box0 -> box0 list -> int **)

let least_enough b0 bs =
  Big.fold_left (fun c0 b1 -> Nat.min c0 b1.enough) bs b0.enough

(** val all_picked :
    'a1 PositiveMap.t -> Big.t list list -> 'a1 list list option **)

let rec all_picked m = function
| [] -> Some []
| g0 :: groups0 ->
  (match picked m g0 with
   | Some a0 ->
     (match all_picked m groups0 with
      | Some r -> Some (a0 :: r)
      | None -> None)
   | None -> None)

(** val by_set : data -> Big.t -> int -> (data -> bool) -> box0 option **)

let by_set rows0 s c0 refutes0 =
  let part0 = select s rows0 in
  if (&&) (of_rows rows0 s) (refutes0 part0)
  then hull c0 (Big.map point_sides part0)
  else None

(** val by_step :
    bool -> int -> int -> data -> (vec * vec) PositiveMap.t -> box0
    PositiveMap.t -> step2 -> box0 option **)

let by_step constant1 p q0 rows0 d0 shown0 = function
| Labels0 (foremost0, rest) ->
  if constant1 then by_labels0 d0 foremost0 rest else None
| Sides numbers0 ->
  (match picked shown0 numbers0 with
   | Some l ->
     (match l with
      | [] -> None
      | b0 :: bs -> by_sides p (least_enough b0 bs) [] (b0 :: bs))
   | None -> None)
| Ranged (c0, groups, numbers0) ->
  (match all_picked d0 groups with
   | Some groups0 ->
     (match picked shown0 numbers0 with
      | Some bs ->
        if (&&)
             ((&&) ((&&) constant1 (forallb uniform groups0))
               (rising (Big.map foremost groups0)))
             (forallb (fun b0 -> (<=) c0 b0.enough) bs)
        then by_sides p c0 groups0 bs
        else None
      | None -> None)
   | None -> None)
| Uninterpolable1 (s0, factors0) ->
  if constant1
  then None
  else by_set rows0 s0 0 (no_affine p q0 (Big.map inject_Z factors0))
| Powered0 (s0, c0, factors0) ->
  if constant1
  then None
  else by_set rows0 s0 c0 (fun part0 ->
         (&&)
           ((&&) ((<=) (Stdlib.Int.succ 0) c0)
             (Nat.ltb (Nat.pow (Stdlib.Int.succ (Stdlib.Int.succ 0)) c0)
               (List.length part0)))
           (powered p q0 c0 (Big.map inject_Z factors0) part0))

(** val reaches :
    bool -> int -> int -> int -> data -> (vec * vec) PositiveMap.t -> step2
    list -> Big.t -> box0 PositiveMap.t -> bool **)

let rec reaches constant1 p q0 depth rows0 d0 steps next shown0 =
  match steps with
  | [] -> false
  | s :: steps' ->
    (match by_step constant1 p q0 rows0 d0 shown0 s with
     | Some b0 ->
       if (<=) depth (Stdlib.Int.succ b0.enough)
       then (match steps' with
             | [] -> true
             | _ :: _ -> false)
       else reaches constant1 p q0 depth rows0 d0 steps' (Big.succ next)
              (PositiveMap.add next b0 shown0)
     | None -> false)

(** val check_depth :
    bool -> int -> int -> data -> int -> step2 list -> bool **)

let check_depth constant1 p q0 d0 depth steps =
  (&&)
    ((&&) ((<=) (Stdlib.Int.succ 0) p)
      (forallb (fun row1 -> (=) (List.length (fst row1)) p) d0))
    (reaches constant1 p q0 depth d0
      (if constant1
       then numbered d0 Big.one PositiveMap.empty
       else PositiveMap.empty) steps Big.one PositiveMap.empty)

(** val run1 : (sample -> bool) -> int -> sample list -> int * sample list **)

let rec run1 q0 k d0 = match d0 with
| [] -> (k, d0)
| p :: d' -> if q0 p then run1 q0 (Stdlib.Int.succ k) d' else (k, d0)

(** val farther :
    (int * sample list) -> (int * sample list) -> int * sample list **)

let farther one0 two =
  if Nat.ltb (fst one0) (fst two) then two else one0

(** val leaf_tests : int -> sample -> sample -> (sample -> bool) list **)

let leaf_tests count3 a0 b0 =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> (fun p -> qeq_bool (snd p) (snd a0)) :: ((fun p ->
    qeq_bool (snd p) (fst p)) :: []))
    (fun n0 ->
    (fun fO fS n -> if n=0 then fO () else fS (n-1))
      (fun _ ->
      let r =
        if qeq_bool (fst a0) { qnum = Big.zero; qden = Big.one }
        then b0
        else a0
      in
      (fun p -> qeq_bool (snd p) (snd a0)) :: ((fun p ->
      qeq_bool (qminus (snd p) (fst p)) (qminus (snd a0) (fst a0))) :: ((fun p ->
      qeq_bool (qplus (snd p) (fst p)) (qplus (snd a0) (fst a0))) :: ((fun p ->
      qeq_bool (qmult (snd p) (fst r)) (qmult (snd r) (fst p))) :: []))))
      (fun _ -> (on a0 b0) :: [])
      n0)
    count3

(** val leaf_reach : int -> sample list -> int * sample list **)

let leaf_reach count3 d0 = match d0 with
| [] -> ((List.length d0), [])
| a0 :: l ->
  (match l with
   | [] -> ((List.length d0), [])
   | b0 :: _ ->
     Big.fold_left (fun best q0 -> farther best (run1 q0 0 d0))
       (leaf_tests count3 a0 b0) (0, d0))

(** val reach1 : int -> sample list -> int * sample list **)

let rec reach1 count3 d0 =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> leaf_reach 0 d0)
    (fun count' ->
    let one0 = reach1 count' d0 in
    (match snd one0 with
     | [] -> one0
     | s :: l ->
       let two = reach1 count' (s :: l) in
       farther (leaf_reach count3 d0) ((Big.plus (fst one0) (fst two)),
         (snd two))))
    count3

(** val single0 : (vec * vec) -> bool **)

let single0 row1 =
  (&&) ((=) (List.length (fst row1)) (Stdlib.Int.succ 0))
    ((=) (List.length (snd row1)) (Stdlib.Int.succ 0))

(** val sample_of : (vec * vec) -> sample **)

let sample_of row1 =
  ((hd { qnum = Big.zero; qden = Big.one } (fst row1)),
    (hd { qnum = Big.zero; qden = Big.one } (snd row1)))

(** val climbs : sample list -> bool **)

let rec climbs = function
| [] -> true
| a0 :: d' ->
  (match d' with
   | [] -> true
   | b0 :: _ -> (&&) (negb (qle_bool (fst b0) (fst a0))) (climbs d'))

(** val check_operations0 : data -> Big.t list -> int -> bool **)

let check_operations0 d0 order count3 =
  match picked (numbered d0 Big.one PositiveMap.empty) order with
  | Some rows0 ->
    (&&)
      ((&&) ((&&) (forallb single0 rows0) (climbs (Big.map sample_of rows0)))
        ((<=) (Stdlib.Int.succ 0) count3))
      (match snd (reach1 (Nat.pred count3) (Big.map sample_of rows0)) with
       | [] -> false
       | _ :: _ -> true)
  | None -> false

type interval =
| Point0 of q
| Open0 of q option * q option

(** val everything : interval **)

let everything =
  Open0 (None, None)

(** val least2 : interval -> q option **)

let least2 = function
| Point0 x -> Some x
| Open0 (l, _) -> l

(** val most1 : interval -> q option **)

let most1 = function
| Point0 x -> Some x
| Open0 (_, m) -> m

(** val apart0 : q option -> q option -> q option **)

let apart0 x y =
  match x with
  | Some x0 ->
    (match y with
     | Some y0 -> Some (qred (qminus x0 y0))
     | None -> None)
  | None -> None

(** val minus0 : interval -> interval -> interval **)

let minus0 i j =
  match i with
  | Point0 x ->
    (match j with
     | Point0 y -> Point0 (qred (qminus x y))
     | Open0 (_, _) ->
       Open0 ((apart0 (least2 i) (most1 j)), (apart0 (most1 i) (least2 j))))
  | Open0 (_, _) ->
    Open0 ((apart0 (least2 i) (most1 j)), (apart0 (most1 i) (least2 j)))

(** val less0 : q -> q -> bool **)

let less0 x y =
  negb (qle_bool y x)

(** val from : q option -> q -> bool **)

let from l x =
  match l with
  | Some l0 -> less0 l0 x
  | None -> true

(** val to0 : q -> q option -> bool **)

let to0 x = function
| Some m0 -> less0 x m0
| None -> true

(** val lesser : q -> q option -> q **)

let lesser x = function
| Some m0 -> if less0 m0 x then m0 else x
| None -> x

(** val greater : q -> q option -> q **)

let greater x = function
| Some l0 -> if less0 x l0 then l0 else x
| None -> x

(** val has : interval -> q -> bool **)

let has i x =
  match i with
  | Point0 y -> qeq_bool x y
  | Open0 (l, m) -> (&&) (from l x) (to0 x m)

(** val below : q -> interval -> interval option **)

let below s i = match i with
| Point0 x -> if less0 x s then Some i else None
| Open0 (l, m) ->
  if from l s then Some (Open0 (l, (Some (lesser s m)))) else None

(** val above : q -> interval -> interval option **)

let above s i = match i with
| Point0 x -> if less0 s x then Some i else None
| Open0 (l, m) ->
  if to0 s m then Some (Open0 ((Some (greater s l)), m)) else None

type band = { right : bool; place3 : interval; slope : interval }

(** val moved0 : band -> interval -> band list **)

let moved0 t0 i =
  { right = t0.right; place3 = t0.place3; slope = i } :: ({ right =
    (negb t0.right); place3 = (minus0 t0.slope t0.place3); slope = i } :: [])

(** val kept0 : q -> band -> band list **)

let kept0 s t0 =
  if has t0.slope s
  then { right = true; place3 =
         (if t0.right then t0.place3 else minus0 (Point0 s) t0.place3);
         slope = (Point0 s) } :: []
  else []

(** val crossed : q -> band -> band list **)

let crossed s t0 =
  let go = fun i j ->
    match i with
    | Some i0 -> moved0 { right = t0.right; place3 = t0.place3; slope = i0 } j
    | None -> []
  in
  Big.append (go (below s t0.slope) (Open0 ((Some s), None)))
    (Big.append (go (above s t0.slope) (Open0 (None, (Some s))))
      (go (if has t0.slope s then Some (Point0 s) else None) everything))

(** val crossed_twice : q -> band -> band list **)

let crossed_twice s t0 =
  flat_map (fun r -> { right = true; place3 = everything; slope =
    r.slope } :: (moved0 r everything)) (crossed s t0)

(** val lowest0 : q option -> q option -> comparison **)

let lowest0 x y =
  match x with
  | Some x0 -> (match y with
                | Some y0 -> qcompare x0 y0
                | None -> Gt)
  | None -> (match y with
             | Some _ -> Lt
             | None -> Eq)

(** val highest0 : q option -> q option -> comparison **)

let highest0 x y =
  match x with
  | Some x0 -> (match y with
                | Some y0 -> qcompare x0 y0
                | None -> Lt)
  | None -> (match y with
             | Some _ -> Gt
             | None -> Eq)

(** val then_by : comparison -> comparison -> comparison **)

let then_by c0 d0 =
  match c0 with
  | Eq -> d0
  | _ -> c0

(** val along0 : interval -> interval -> comparison **)

let along0 i j =
  match i with
  | Point0 x ->
    (match j with
     | Point0 y -> qcompare x y
     | Open0 (l, _) -> then_by (lowest0 (Some x) l) Lt)
  | Open0 (l, m) ->
    (match j with
     | Point0 x -> then_by (lowest0 l (Some x)) Gt
     | Open0 (l', m') -> then_by (lowest0 l l') (highest0 m m'))

(** val alike : band -> band -> comparison **)

let alike t0 r =
  then_by
    (if t0.right
     then if r.right then Eq else Lt
     else if r.right then Gt else Eq) (along0 t0.slope r.slope)

(** val first0 : band -> band -> bool **)

let first0 t0 r =
  match then_by (alike t0 r) (along0 t0.place3 r.place3) with
  | Gt -> false
  | _ -> true

(** val merge0 : int -> band list -> band list -> band list **)

let rec merge0 n0 l r =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> Big.append l r)
    (fun n' ->
    match l with
    | [] -> Big.append l r
    | t0 :: l' ->
      (match r with
       | [] -> Big.append l r
       | u :: r' ->
         if first0 t0 u then t0 :: (merge0 n' l' r) else u :: (merge0 n' l r')))
    n0

(** val halves : band list -> band list * band list **)

let rec halves = function
| [] -> ([], [])
| t0 :: l' -> let (a0, b0) = halves l' in ((t0 :: b0), a0)

(** val sorted1 : int -> band list -> band list **)

let rec sorted1 n0 l =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> l)
    (fun n' ->
    match l with
    | [] -> l
    | _ :: l0 ->
      (match l0 with
       | [] -> l
       | _ :: _ ->
         let (a0, b0) = halves l in
         merge0 (List.length l) (sorted1 n' a0) (sorted1 n' b0)))
    n0

(** val joined1 : band -> band -> band option **)

let joined1 t0 r =
  match alike t0 r with
  | Eq ->
    (match t0.place3 with
     | Point0 x ->
       (match r.place3 with
        | Point0 y -> if qeq_bool x y then Some t0 else None
        | Open0 (_, _) -> None)
     | Open0 (l, m) ->
       (match r.place3 with
        | Point0 x -> if has (Open0 (l, m)) x then Some t0 else None
        | Open0 (l', m') ->
          if match l' with
             | Some x -> (match m with
                          | Some y -> less0 x y
                          | None -> true)
             | None -> true
          then Some { right = t0.right; place3 = (Open0
                 ((match lowest0 l l' with
                   | Gt -> l'
                   | _ -> l), (match highest0 m m' with
                               | Lt -> m'
                               | _ -> m))); slope = t0.slope }
          else None))
  | _ -> None

(** val swept : band -> band list -> band list **)

let rec swept t0 = function
| [] -> t0 :: []
| r :: l' ->
  (match joined1 t0 r with
   | Some u -> swept u l'
   | None -> t0 :: (swept r l'))

(** val tidy : band list -> band list **)

let tidy l =
  match sorted1 (List.length l) l with
  | [] -> []
  | t0 :: l' -> swept t0 l'

(** val never : band -> bool **)

let never t0 =
  negb
    (has (if t0.right then minus0 t0.slope t0.place3 else t0.place3) { qnum =
      Big.zero; qden = Big.one })

(** val refuted :
    Big.t -> slopes0 -> band list -> band list -> sample -> sample list ->
    bool **)

let rec refuted bands l now spare p = function
| [] -> forallb never now
| q0 :: d' ->
  let c0 = chord p q0 in
  let s = qred c0 in
  let next =
    tidy (Big.append (flat_map (kept0 s) spare) (flat_map (crossed s) now))
  in
  let left =
    Big.sub bands
      (Big.of_int (Big.plus (List.length now) (List.length spare)))
  in
  (&&) (Big.leq Big.zero left)
    (if among c0 l
     then refuted left (Only c0) (tidy (flat_map (kept0 s) now)) next q0 d'
     else (&&) (forallb (fun t0 -> negb (has t0.slope s)) now)
            (refuted left (turned c0 l) next
              (tidy
                (Big.append (flat_map (crossed s) spare)
                  (flat_map (crossed_twice s) now))) q0 d'))

(** val bANDS : Big.t **)

let bANDS =
  (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled_and_one
    (Big.doubled (Big.doubled_and_one (Big.doubled_and_one
    (Big.doubled_and_one Big.one))))))))))))))))))

(** val check_units : data -> Big.t list -> int -> bool **)

let check_units d0 order count3 =
  match picked (numbered d0 Big.one PositiveMap.empty) order with
  | Some rows0 ->
    (&&) ((&&) (forallb single0 rows0) (climbs (Big.map sample_of rows0)))
      (match Big.map sample_of rows0 with
       | [] -> false
       | p :: rest ->
         let kinks = kinks_needed Any p rest 0 in
         (||) ((<=) count3 kinks)
           ((&&) ((=) count3 (Stdlib.Int.succ kinks))
             (refuted bANDS Any ({ right = true; place3 = (Point0 { qnum =
               Big.zero; qden = Big.one }); slope = everything } :: []) [] p
               rest)))
  | None -> false

(** val in_order : vec -> vec -> bool **)

let rec in_order x y =
  match x with
  | [] -> true
  | a0 :: x' ->
    (match y with
     | [] -> false
     | b0 :: y' ->
       if qle_bool a0 b0
       then if qle_bool b0 a0 then in_order x' y' else true
       else false)

module Keyed =
 struct
  type t = vec * Big.t

  (** val leb : t -> t -> bool **)

  let leb a0 b0 =
    in_order (fst a0) (fst b0)
 end

module Sorting = Sort(Keyed)

module Ranked =
 struct
  type t = Big.t * Big.t

  (** val leb : t -> t -> bool **)

  let leb a0 b0 =
    Big.leq (fst a0) (fst b0)
 end

module Ranking = Sort(Ranked)

(** val counted_rows : (row0 -> 'a1) -> row0 list -> ('a1 * Big.t) list **)

let counted_rows key0 rows0 =
  fst
    (Big.fold_left (fun found1 r -> ((((key0 r),
      (snd found1)) :: (fst found1)), (Big.succ (snd found1)))) rows0 ([],
      Big.one))

(** val ranks_of : row0 list -> Big.t PositiveMap.t **)

let ranks_of rows0 =
  let sorted2 = Sorting.sort (counted_rows (fun r -> rationals (snd r)) rows0)
  in
  snd
    (Big.fold_left (fun found1 a0 ->
      let (p, ranks) = found1 in
      let (last0, rank) = p in
      let rank0 =
        match last0 with
        | Some x -> if in_order (fst a0) x then rank else Big.add rank Big.one
        | None -> rank
      in
      (((Some (fst a0)), rank0), (PositiveMap.add (snd a0) rank0 ranks)))
      sorted2 ((None, Big.zero), PositiveMap.empty))

(** val ranked :
    Big.t PositiveMap.t -> Big.t list -> (Big.t * Big.t) list ->
    (Big.t * Big.t) list option **)

let rec ranked ranks l found1 =
  match l with
  | [] -> Some (List.rev found1)
  | i :: l' ->
    if Big.lt i Big.zero
    then None
    else let k = Big.to_positive (Big.add i Big.one) in
         (match PositiveMap.find k ranks with
          | Some r -> ranked ranks l' ((r, k) :: found1)
          | None -> None)

(** val grouped :
    (Big.t * Big.t) list -> Big.t -> Big.t list -> Big.t list list -> Big.t
    list list **)

let rec grouped l rank group groups =
  match l with
  | [] ->
    List.rev
      (match group with
       | [] -> groups
       | _ :: _ -> (List.rev group) :: groups)
  | p :: l' ->
    let (r, k) = p in
    if Big.equal r rank
    then grouped l' rank (k :: group) groups
    else grouped l' r (k :: [])
           (match group with
            | [] -> groups
            | _ :: _ -> (List.rev group) :: groups)

(** val groups_of :
    Big.t PositiveMap.t -> Big.t list -> Big.t list list option **)

let groups_of ranks l =
  match ranked ranks l [] with
  | Some found1 ->
    Some (grouped (Ranking.sort found1) (Big.opp Big.one) [] [])
  | None -> None

(** val firsts_and_rest : Big.t list list -> Big.t list * Big.t list **)

let firsts_and_rest groups =
  ((flat_map (fun g0 -> match g0 with
                        | [] -> []
                        | k :: _ -> k :: []) groups), (flat_map tl groups))

(** val bends_after :
    bool -> int -> (Big.t * (vec * vec)) option -> (Big.t * (vec * vec))
    option -> (Big.t * (vec * vec)) list -> Big.t list -> Big.t list **)

let rec bends_after constant1 q0 one0 two l found1 =
  match l with
  | [] -> List.rev found1
  | r :: rest ->
    (match one0 with
     | Some a0 ->
       (match two with
        | Some b0 ->
          if bent constant1 q0 (snd a0) (snd b0) (snd r)
          then bends_after constant1 q0 (Some r)
                 (if constant1 then Some r else None) rest
                 ((fst r) :: ((fst b0) :: ((fst a0) :: found1)))
          else bends_after constant1 q0 one0 two rest found1
        | None -> bends_after constant1 q0 one0 (Some r) rest found1)
     | None ->
       bends_after constant1 q0 (Some r) (if constant1 then Some r else None)
         rest found1)

(** val bends_of : bool -> int -> row0 list -> Big.t list **)

let bends_of constant1 q0 rows0 =
  let known2 = numbered (rational_data rows0) Big.one PositiveMap.empty in
  let ordered = Sorting.sort (counted_rows point0 rows0) in
  let with_rows =
    Big.fold_left (fun l a0 ->
      match PositiveMap.find (snd a0) known2 with
      | Some r -> ((snd a0), r) :: l
      | None -> l) ordered []
  in
  bends_after constant1 q0 None None (List.rev with_rows) []

type need_name =
| Pieces
| Counting
| Uninterpolating
| Dividing
| Every1
| Multiplying
| Labelled
| Parting
| Casing

(** val need_names : (string * need_name) list **)

let need_names =
  ((Big.byte_before ('e', (Big.byte_before ('v', (Big.byte_before ('e',
    (Big.byte_before ('r', (Big.byte_before ('y', "")))))))))),
    Every1) :: (((Big.byte_before ('u', (Big.byte_before ('n',
    (Big.byte_before ('i', (Big.byte_before ('n', (Big.byte_before ('t',
    (Big.byte_before ('e', (Big.byte_before ('r', (Big.byte_before ('p',
    (Big.byte_before ('o', (Big.byte_before ('l', (Big.byte_before ('a',
    (Big.byte_before ('b', (Big.byte_before ('l', (Big.byte_before ('e',
    "")))))))))))))))))))))))))))), Uninterpolating) :: (((Big.byte_before
    ('c', (Big.byte_before ('o', (Big.byte_before ('u', (Big.byte_before
    ('n', (Big.byte_before ('t', "")))))))))),
    Counting) :: (((Big.byte_before ('d', (Big.byte_before ('i',
    (Big.byte_before ('c', (Big.byte_before ('h', (Big.byte_before ('o',
    (Big.byte_before ('t', (Big.byte_before ('o', (Big.byte_before ('m',
    (Big.byte_before ('i', (Big.byte_before ('e', (Big.byte_before ('s',
    "")))))))))))))))))))))), Dividing) :: (((Big.byte_before ('p',
    (Big.byte_before ('i', (Big.byte_before ('e', (Big.byte_before ('c',
    (Big.byte_before ('e', (Big.byte_before ('s', "")))))))))))),
    Pieces) :: (((Big.byte_before ('p', (Big.byte_before ('o',
    (Big.byte_before ('w', (Big.byte_before ('e', (Big.byte_before ('r',
    (Big.byte_before ('s', "")))))))))))), Multiplying) :: (((Big.byte_before
    ('l', (Big.byte_before ('a', (Big.byte_before ('b', (Big.byte_before
    ('e', (Big.byte_before ('l', (Big.byte_before ('s', "")))))))))))),
    Labelled) :: (((Big.byte_before ('a', (Big.byte_before ('p',
    (Big.byte_before ('a', (Big.byte_before ('r', (Big.byte_before ('t',
    "")))))))))), Parting) :: (((Big.byte_before ('c', (Big.byte_before ('a',
    (Big.byte_before ('s', (Big.byte_before ('e', (Big.byte_before ('s',
    "")))))))))), Casing) :: []))))))))

(** val mOST_DOUBLINGS : Big.t **)

let mOST_DOUBLINGS =
  (Big.doubled (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
    Big.one))))

(** val no_step : step0 **)

let no_step =
  Every (Big.zero, 0, [])

(** val set_of0 : Big.t -> (Big.t -> step0) -> step0 **)

let set_of0 s made =
  if Big.lt s Big.zero then no_step else made (Big.to_natural s)

(** val step_numbers : Big.t list -> Big.t list option **)

let rec step_numbers = function
| [] -> Some []
| k :: l' ->
  if Big.lt k Big.zero
  then None
  else (match step_numbers l' with
        | Some ks -> Some ((Big.to_positive (Big.add k Big.one)) :: ks)
        | None -> None)

(** val few_enough : Big.t -> int -> bool **)

let few_enough c0 size2 =
  (&&) ((&&) (Big.lt Big.zero c0) (Big.lt c0 mOST_DOUBLINGS))
    (Big.lt (Z.pow (Big.doubled Big.one) c0) (Big.of_int size2))

(** val need_step :
    dataset -> Big.t PositiveMap.t -> (hint list * step0 list) -> hint_text
    -> hint list * step0 list **)

let need_step d0 ranks after0 h0 =
  let (hs, steps) = after0 in
  let stray = match hs with
              | [] -> steps
              | _ :: _ -> no_step :: steps in
  let width0 = Big.add ( d0.inputs0) Big.one in
  (match find h0.name_of need_names with
   | Some n0 ->
     (match n0 with
      | Pieces ->
        ([],
          ((match h0.numbers with
            | [] -> Bends
            | _ :: _ -> no_step) :: stray))
      | Counting ->
        ([],
          ((match h0.numbers with
            | [] -> no_step
            | s :: l ->
              (match l with
               | [] -> set_of0 s (fun x -> Counted x)
               | _ :: _ -> no_step)) :: stray))
      | Uninterpolating ->
        ([],
          ((match h0.numbers with
            | [] -> no_step
            | s :: l -> set_of0 s (fun s0 -> Uninterpolable (s0, l))) :: stray))
      | Dividing ->
        ([],
          ((match h0.numbers with
            | [] -> no_step
            | s :: l ->
              (match l with
               | [] -> set_of0 s (fun s0 -> Dichotomies (s0, hs))
               | _ :: _ -> no_step)) :: steps))
      | Every1 ->
        ([],
          ((match h0.numbers with
            | [] -> no_step
            | s :: l0 ->
              (match l0 with
               | [] -> no_step
               | c0 :: l ->
                 (match place_of c0 with
                  | Some c1 ->
                    (match step_numbers l with
                     | Some used0 ->
                       set_of0 s (fun s0 -> Every (s0, c1, used0))
                     | None -> no_step)
                  | None -> no_step))) :: stray))
      | Multiplying ->
        ([],
          ((match h0.numbers with
            | [] -> no_step
            | s :: l0 ->
              (match l0 with
               | [] -> no_step
               | c0 :: l ->
                 if few_enough c0 (List.length l)
                 then set_of0 s (fun s0 -> Powered (s0, (Big.to_nat c0), l))
                 else no_step)) :: stray))
      | Labelled ->
        ([],
          ((match groups_of ranks h0.numbers with
            | Some groups ->
              let (a0, b0) = firsts_and_rest groups in Labels (a0, b0)
            | None -> no_step) :: stray))
      | Parting ->
        ([],
          ((match h0.numbers with
            | [] -> no_step
            | s :: l0 ->
              (match l0 with
               | [] -> no_step
               | t0 :: l ->
                 set_of0 s (fun s0 ->
                   set_of0 t0 (fun t1 ->
                     let few = List.length (select s0 d0.rows) in
                     Apart (s0, t1, (firstn few l), (Big.skip few l)))))) :: stray))
      | Casing ->
        ([],
          ((match h0.numbers with
            | [] -> no_step
            | s :: l ->
              (match l with
               | [] -> no_step
               | c0 :: l0 ->
                 (match l0 with
                  | [] -> no_step
                  | first1 :: turns ->
                    (match place_of c0 with
                     | Some c1 ->
                       set_of0 s (fun s0 -> Cases (s0, c1, first1, turns))
                     | None -> no_step)))) :: stray)))
   | None ->
     (((match hint_of ReadsPaths width0 Big.zero h0 with
        | Read0 r -> r
        | _ -> unread) :: hs), steps))

(** val need_steps : dataset -> hint_text list -> step0 list **)

let need_steps d0 l =
  let labelled =
    existsb (fun h0 ->
      match find h0.name_of need_names with
      | Some n0 -> (match n0 with
                    | Labelled -> true
                    | _ -> false)
      | None -> false) l
  in
  let ranks = if labelled then ranks_of d0.rows else PositiveMap.empty in
  let (hs, steps) = Big.fold_left (need_step d0 ranks) (List.rev l) ([], [])
  in
  (match hs with
   | [] -> steps
   | _ :: _ -> no_step :: steps)

(** val sets_up_to : int -> Big.t -> Big.t -> Big.t -> Big.t -> Big.t **)

let rec sets_up_to size2 place4 all0 of_size sum =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> sum)
    (fun size' ->
    if Big.lt sTEPS sum
    then sum
    else let next =
           Big.div (Big.mul of_size (Big.sub all0 place4))
             (Big.add place4 Big.one)
         in
         sets_up_to size' (Big.add place4 Big.one) all0 next
           (Big.add sum next))
    size2

(** val sets_of : int -> Big.t -> Big.t -> Big.t -> Big.t **)

let rec sets_of size2 place4 all0 found1 =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> found1)
    (fun size' ->
    if Big.lt sTEPS found1
    then found1
    else sets_of size' (Big.add place4 Big.one) all0
           (Big.div (Big.mul found1 (Big.sub all0 place4))
             (Big.add place4 Big.one)))
    size2

(** val products : Big.t -> Big.t -> Big.t **)

let products width0 degree =
  sets_of (Big.to_nat (Big.min width0 degree)) Big.zero
    (Big.add width0 degree) Big.one

(** val words_of : Big.t list -> Big.t **)

let words_of l =
  Big.add (Big.of_int (List.length l))
    (Big.fold_left (fun n0 z0 ->
      Big.add n0
        (Big.div (bits z0) (Big.doubled (Big.doubled (Big.doubled
          (Big.doubled (Big.doubled (Big.doubled Big.one)))))))) l Big.one)

(** val sums_price : Big.t -> Big.t -> Big.t **)

let sums_price p q0 =
  Big.add
    (Big.div (Big.add (Big.mul p p) (Big.mul q0 q0)) (Big.doubled Big.one))
    Big.one

(** val powers_price : Big.t -> Big.t -> Big.t list -> Big.t **)

let powers_price p q0 l =
  Big.add
    (Big.div (Big.mul p p) (Big.doubled (Big.doubled (Big.doubled Big.one))))
    (Big.mul
      (Big.mul q0 (Big.doubled (Big.doubled (Big.doubled (Big.doubled
        (Big.doubled Big.one))))))
      (match l with
       | [] -> Big.zero
       | _ :: l0 ->
         (match l0 with
          | [] -> Big.zero
          | c0 :: factors0 ->
            if few_enough c0 (List.length factors0)
            then products (Big.add p (Big.doubled Big.one))
                   (Z.pow (Big.doubled Big.one) c0)
            else Big.zero)))

type running = { spent : Big.t; width_now : Big.t; ends1 : Big.t }

(** val need_price :
    Big.t -> Big.t -> Big.t -> running -> hint_text -> running **)

let need_price rows0 p q0 r h0 =
  let size2 = words_of h0.numbers in
  let base0 =
    Big.add (Big.add r.spent (Big.doubled (Big.doubled Big.one)))
      (Big.div rows0 (Big.doubled (Big.doubled (Big.doubled Big.one))))
  in
  let step3 =
    Big.add base0
      (Big.mul
        (Big.mul (Big.doubled (Big.doubled (Big.doubled_and_one
          (Big.doubled_and_one (Big.doubled_and_one Big.one))))) rows0)
        (Big.add p q0))
  in
  (match find h0.name_of need_names with
   | Some n0 ->
     (match n0 with
      | Uninterpolating ->
        { spent = (Big.add step3 (Big.mul size2 (sums_price p q0)));
          width_now = r.width_now; ends1 = r.ends1 }
      | Dividing ->
        { spent = step3; width_now = (Big.mul rows0 (Big.add p Big.one));
          ends1 = Big.zero }
      | Every1 ->
        { spent =
          (Big.add step3
            (Big.mul (Big.mul r.ends1 size2)
              (Big.add Big.one
                (Big.div rows0 (Big.doubled (Big.doubled (Big.doubled
                  (Big.doubled (Big.doubled (Big.doubled Big.one))))))))));
          width_now = r.width_now; ends1 = r.ends1 }
      | Multiplying ->
        { spent =
          (Big.add step3 (Big.mul size2 (powers_price p q0 h0.numbers)));
          width_now = r.width_now; ends1 = r.ends1 }
      | Labelled ->
        { spent =
          (Big.add step3
            (Big.mul size2
              (Big.add
                (Big.add
                  (Big.mul (Big.doubled (Big.doubled (Big.doubled Big.one)))
                    (Big.add (Big.doubled Big.one) (Big.log2 size2))) q0)
                (Big.div rows0 (Big.doubled (Big.doubled (Big.doubled
                  (Big.doubled (Big.doubled Big.one))))))))); width_now =
          r.width_now; ends1 = r.ends1 }
      | Parting ->
        { spent =
          (Big.add
            (Big.add step3
              (Big.mul rows0
                (Big.add Big.one
                  (Big.div rows0 (Big.doubled (Big.doubled (Big.doubled
                    (Big.doubled (Big.doubled (Big.doubled Big.one))))))))))
            (Big.mul size2
              (Big.add (Big.div (Big.mul p p) (Big.doubled Big.one)) Big.one)));
          width_now = r.width_now; ends1 = r.ends1 }
      | Casing ->
        { spent =
          (Big.add step3
            (Big.mul size2
              (Big.add (Big.doubled (Big.doubled (Big.doubled Big.one)))
                (Big.div rows0 (Big.doubled (Big.doubled (Big.doubled
                  Big.one))))))); width_now = r.width_now; ends1 = r.ends1 }
      | _ -> { spent = step3; width_now = r.width_now; ends1 = r.ends1 })
   | None ->
     { spent =
       (Big.add base0
         (Big.mul (Big.add r.width_now size2) (Big.add p Big.one)));
       width_now = r.width_now; ends1 =
       (match find h0.name_of hint_names with
        | Some h1 ->
          (match h1 with
           | NPath -> Big.add r.ends1 Big.one
           | _ -> r.ends1)
        | None -> r.ends1) })

(** val has_step : (need_name -> bool) -> hint_text -> bool **)

let has_step wanted0 h0 =
  match find h0.name_of need_names with
  | Some n0 -> wanted0 n0
  | None -> false

(** val misshapen_from :
    (hint_text -> bool option) -> Big.t -> Big.t -> hint_text list -> Big.t
    option **)

let rec misshapen_from wrong_step number2 width0 = function
| [] -> None
| h0 :: rest ->
  let wrong0 =
    match wrong_step h0 with
    | Some wrong0 -> wrong0
    | None ->
      (match hint_of ReadsPaths width0 Big.zero h0 with
       | Misshapen -> true
       | _ -> false)
  in
  if wrong0
  then Some number2
  else misshapen_from wrong_step (Big.add number2 Big.one) width0 rest

(** val wrong_need : hint_text -> bool option **)

let wrong_need h0 =
  match find h0.name_of need_names with
  | Some n0 ->
    (match n0 with
     | Pieces ->
       (match h0.numbers with
        | [] -> Some false
        | _ :: _ -> Some true)
     | _ -> Some false)
  | None -> None

(** val needed_afforded : dataset -> hint_text list -> unit result **)

let needed_afforded d0 hs =
  let size2 = Big.of_int (List.length d0.rows) in
  let p =  d0.inputs0 in
  let q0 =  d0.outputs0 in
  let counting =
    existsb
      (has_step (fun n0 -> match n0 with
                           | Counting -> true
                           | _ -> false)) hs
  in
  let sets =
    if counting
    then sets_up_to
           (Big.to_nat (Big.min (Big.add p (Big.doubled Big.one)) size2))
           Big.zero size2 Big.one Big.one
    else Big.zero
  in
  let bending =
    existsb (has_step (fun n0 -> match n0 with
                                 | Pieces -> true
                                 | _ -> false)) hs
  in
  bind
    (allow
      (Big.leq
        (Big.mul (Big.mul sets (Big.add p (Big.doubled Big.one)))
          (Big.add
            (Big.mul
              (Big.mul (Big.add p (Big.doubled Big.one))
                (Big.add p (Big.doubled Big.one))) (Big.add q0 Big.one))
            (Big.div (Big.mul q0 q0) (Big.doubled Big.one)))) sTEPS) too_long)
    (fun _ ->
    bind
      (allow
        (Big.leq
          (if bending then Big.mul (Big.mul size2 q0) q0 else Big.zero) lOOKS)
        too_long) (fun _ ->
      allow
        (Big.leq
          (Big.fold_left (need_price size2 p q0) hs { spent = Big.zero;
            width_now = Big.zero; ends1 = Big.zero }).spent sTEPS) too_long))

(** val check_comparisons :
    bool -> dataset -> Big.t -> hint_text list -> unit result **)

let check_comparisons constant1 d0 comparisons hs =
  bind (needed_afforded d0 hs) (fun _ ->
    let p = Big.to_int d0.inputs0 in
    let q0 = Big.to_int d0.outputs0 in
    let width0 = Big.add ( d0.inputs0) Big.one in
    let bends =
      if (&&) ((=) p (Stdlib.Int.succ 0))
           (existsb
             (has_step (fun n0 -> match n0 with
                                  | Pieces -> true
                                  | _ -> false)) hs)
      then bends_of constant1 q0 d0.rows
      else []
    in
    shown
      (check_needed constant1 p q0 d0.rows bends (Big.to_nat comparisons)
        (need_steps d0 hs)) (misshapen_from wrong_need Big.zero width0 hs))

type depth_name =
| Labelling
| Siding
| Ranging
| Combining
| Raising

(** val depth_names : (string * depth_name) list **)

let depth_names =
  ((Big.byte_before ('r', (Big.byte_before ('a', (Big.byte_before ('n',
    (Big.byte_before ('g', (Big.byte_before ('e', (Big.byte_before ('s',
    "")))))))))))), Ranging) :: (((Big.byte_before ('s', (Big.byte_before
    ('i', (Big.byte_before ('d', (Big.byte_before ('e', (Big.byte_before
    ('s', "")))))))))), Siding) :: (((Big.byte_before ('l', (Big.byte_before
    ('a', (Big.byte_before ('b', (Big.byte_before ('e', (Big.byte_before
    ('l', (Big.byte_before ('s', "")))))))))))),
    Labelling) :: (((Big.byte_before ('u', (Big.byte_before ('n',
    (Big.byte_before ('i', (Big.byte_before ('n', (Big.byte_before ('t',
    (Big.byte_before ('e', (Big.byte_before ('r', (Big.byte_before ('p',
    (Big.byte_before ('o', (Big.byte_before ('l', (Big.byte_before ('a',
    (Big.byte_before ('b', (Big.byte_before ('l', (Big.byte_before ('e',
    "")))))))))))))))))))))))))))), Combining) :: (((Big.byte_before ('p',
    (Big.byte_before ('o', (Big.byte_before ('w', (Big.byte_before ('e',
    (Big.byte_before ('r', (Big.byte_before ('s', "")))))))))))),
    Raising) :: []))))

(** val no_depth : step2 **)

let no_depth =
  Sides []

(** val of_set : Big.t -> (Big.t -> step2) -> step2 **)

let of_set s made =
  if Big.lt s Big.zero then no_depth else made (Big.to_natural s)

(** val depth_step : Big.t PositiveMap.t -> hint_text -> step2 **)

let depth_step ranks h0 =
  match find h0.name_of depth_names with
  | Some d0 ->
    (match d0 with
     | Labelling ->
       (match groups_of ranks h0.numbers with
        | Some groups ->
          let (a0, b0) = firsts_and_rest groups in Labels0 (a0, b0)
        | None -> no_depth)
     | Siding ->
       (match step_numbers h0.numbers with
        | Some ks -> Sides ks
        | None -> no_depth)
     | Ranging ->
       (match h0.numbers with
        | [] -> no_depth
        | c0 :: l0 ->
          (match l0 with
           | [] -> no_depth
           | m :: l ->
             (match place_of c0 with
              | Some c1 ->
                (match place_of m with
                 | Some m0 ->
                   if (<=) m0 (List.length l)
                   then (match groups_of ranks (firstn m0 l) with
                         | Some groups ->
                           (match step_numbers (Big.skip m0 l) with
                            | Some ks -> Ranged (c1, groups, ks)
                            | None -> no_depth)
                         | None -> no_depth)
                   else no_depth
                 | None -> no_depth)
              | None -> no_depth)))
     | Combining ->
       (match h0.numbers with
        | [] -> no_depth
        | s :: l -> of_set s (fun s0 -> Uninterpolable1 (s0, l)))
     | Raising ->
       (match h0.numbers with
        | [] -> no_depth
        | s :: l0 ->
          (match l0 with
           | [] -> no_depth
           | c0 :: l ->
             if few_enough c0 (List.length l)
             then of_set s (fun s0 -> Powered0 (s0, (Big.to_nat c0), l))
             else no_depth)))
  | None -> no_depth

(** val depth_price :
    Big.t -> Big.t -> Big.t -> Big.t -> hint_text -> Big.t **)

let depth_price p q0 size2 sum h0 =
  let n0 = Big.of_int (List.length h0.numbers) in
  Big.add
    (Big.add
      (Big.add sum (Big.doubled (Big.doubled (Big.doubled_and_one
        (Big.doubled (Big.doubled (Big.doubled_and_one Big.one)))))))
      (Big.mul
        (Big.mul
          (Big.mul (Big.doubled (Big.doubled (Big.doubled Big.one))) n0)
          (Big.add p Big.one))
        (Big.add (Big.doubled Big.one) (Big.log2 (Big.add n0 Big.one)))))
    (match find h0.name_of depth_names with
     | Some d0 ->
       (match d0 with
        | Ranging -> Big.mul (Big.mul n0 n0) p
        | Combining ->
          Big.add size2 (Big.mul (words_of h0.numbers) (sums_price p q0))
        | Raising ->
          Big.add size2
            (Big.mul (words_of h0.numbers) (powers_price p q0 h0.numbers))
        | _ -> Big.zero)
     | None -> Big.zero)

(** val check_depth0 :
    bool -> dataset -> Big.t -> hint_text list -> unit result **)

let check_depth0 constant1 d0 depth hs =
  let size2 = Big.of_int (List.length d0.rows) in
  let p =  d0.inputs0 in
  let q0 =  d0.outputs0 in
  bind
    (allow
      (Big.leq (Big.fold_left (depth_price p q0 size2) hs Big.zero) sTEPS)
      too_long) (fun _ ->
    let ranks = if constant1 then ranks_of d0.rows else PositiveMap.empty in
    require
      (check_depth constant1 (Big.to_nat p) (Big.to_nat q0)
        (rational_data d0.rows) (Big.to_nat depth)
        (Big.map (depth_step ranks) hs)) not_shown)

(** val order_of : row0 list -> Big.t list **)

let order_of rows0 =
  Big.map snd (Sorting.sort (counted_rows point0 rows0))

(** val check_least_operations : dataset -> Big.t -> unit result **)

let check_least_operations d0 operations =
  let size2 = Big.of_int (List.length d0.rows) in
  bind
    (require (Big.leq operations (Z.log2_up size2)) ((Say
      "a tree of comparisons alone needs fewer operations") :: [])) (fun _ ->
    bind
      (allow
        (Big.leq
          (Big.mul
            (Big.mul size2
              (Big.add operations (Big.doubled (Big.doubled (Big.doubled
                Big.one))))) (Big.doubled (Big.doubled (Big.doubled_and_one
            (Big.doubled (Big.doubled (Big.doubled_and_one Big.one)))))))
          sTEPS) too_long) (fun _ ->
      require
        (check_operations0 (rational_data d0.rows) (order_of d0.rows)
          (Big.to_nat operations)) not_shown))

(** val check_least_units : dataset -> Big.t -> unit result **)

let check_least_units d0 units1 =
  let size2 = Big.of_int (List.length d0.rows) in
  bind
    (require (Big.lt units1 size2) ((Say
      "a unit for each point but one is enough for the kinks") :: []))
    (fun _ ->
    bind
      (allow
        (Big.leq
          (Big.mul size2 (Big.doubled (Big.doubled (Big.doubled
            (Big.doubled_and_one (Big.doubled (Big.doubled_and_one
            (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
            Big.one)))))))))) sTEPS) too_long) (fun _ ->
      require
        (check_units (rational_data d0.rows) (order_of d0.rows)
          (Big.to_nat units1)) not_shown))

type mean_name =
| Combining0
| Arranging
| Totalling

(** val mean_names : (string * mean_name) list **)

let mean_names =
  ((Big.byte_before ('e', (Big.byte_before ('v', (Big.byte_before ('e',
    (Big.byte_before ('r', (Big.byte_before ('y', "")))))))))),
    Totalling) :: (((Big.byte_before ('u', (Big.byte_before ('n',
    (Big.byte_before ('i', (Big.byte_before ('n', (Big.byte_before ('t',
    (Big.byte_before ('e', (Big.byte_before ('r', (Big.byte_before ('p',
    (Big.byte_before ('o', (Big.byte_before ('l', (Big.byte_before ('a',
    (Big.byte_before ('b', (Big.byte_before ('l', (Big.byte_before ('e',
    "")))))))))))))))))))))))))))), Combining0) :: (((Big.byte_before ('d',
    (Big.byte_before ('i', (Big.byte_before ('c', (Big.byte_before ('h',
    (Big.byte_before ('o', (Big.byte_before ('t', (Big.byte_before ('o',
    (Big.byte_before ('m', (Big.byte_before ('i', (Big.byte_before ('e',
    (Big.byte_before ('s', "")))))))))))))))))))))), Arranging) :: []))

(** val no_total : step1 **)

let no_total =
  Every0 Big.zero

(** val total_of : Big.t -> (Big.t -> step1) -> step1 **)

let total_of s made =
  if Big.lt s Big.zero then no_total else made (Big.to_natural s)

(** val mean_step :
    Big.t -> (hint list * step1 list) -> hint_text -> hint list * step1 list **)

let mean_step width0 after0 h0 =
  let (hs, steps) = after0 in
  let stray = match hs with
              | [] -> steps
              | _ :: _ -> no_total :: steps in
  (match find h0.name_of mean_names with
   | Some m ->
     (match m with
      | Combining0 ->
        ([],
          ((match h0.numbers with
            | [] -> no_total
            | s :: l -> total_of s (fun s0 -> Uninterpolable0 (s0, l))) :: stray))
      | Arranging ->
        ([],
          ((match h0.numbers with
            | [] -> no_total
            | s :: l ->
              (match l with
               | [] -> total_of s (fun s0 -> Dichotomies0 (s0, hs))
               | _ :: _ -> no_total)) :: steps))
      | Totalling ->
        ([],
          ((match h0.numbers with
            | [] -> no_total
            | s :: l ->
              (match l with
               | [] -> total_of s (fun x -> Every0 x)
               | _ :: _ -> no_total)) :: stray)))
   | None ->
     (((match hint_of ReadsPaths width0 Big.zero h0 with
        | Read0 r -> r
        | _ -> unread) :: hs), steps))

(** val mean_steps : Big.t -> hint_text list -> step1 list **)

let mean_steps width0 l =
  let (hs, steps) = Big.fold_left (mean_step width0) (List.rev l) ([], []) in
  (match hs with
   | [] -> steps
   | _ :: _ -> no_total :: steps)

(** val mean_price :
    Big.t -> Big.t -> Big.t -> running -> hint_text -> running **)

let mean_price size2 p q0 r h0 =
  let r' = need_price size2 p q0 r h0 in
  (match find h0.name_of mean_names with
   | Some m ->
     (match m with
      | Totalling ->
        { spent =
          (Big.add
            (Big.add r.spent
              (Big.mul
                (Big.mul (Big.doubled (Big.doubled (Big.doubled_and_one
                  (Big.doubled_and_one (Big.doubled_and_one Big.one)))))
                  size2) (Big.add p q0)))
            (Big.mul (Big.add r.ends1 Big.one)
              (Big.add (Big.doubled (Big.doubled (Big.doubled Big.one)))
                size2))); width_now = r.width_now; ends1 = r.ends1 }
      | _ -> r')
   | None -> r')

(** val wrong_total : hint_text -> bool option **)

let wrong_total h0 =
  match find h0.name_of mean_names with
  | Some _ -> Some false
  | None -> None

(** val check_mean :
    bool -> bool -> dataset -> q -> hint_text list -> unit result **)

let check_mean axis constant1 d0 mean hs =
  let size2 = Big.of_int (List.length d0.rows) in
  let p =  d0.inputs0 in
  let q0 =  d0.outputs0 in
  let tests = if axis then Big.mul size2 p else Big.zero in
  let start1 = { spent =
    (Big.mul (Big.mul tests size2) (Big.doubled (Big.doubled
      (Big.doubled_and_one (Big.doubled_and_one (Big.doubled_and_one
      Big.one)))))); width_now = Big.zero; ends1 = tests }
  in
  bind
    (allow
      (Big.leq (Big.fold_left (mean_price size2 p q0) hs start1).spent sTEPS)
      too_long) (fun _ ->
    shown
      (check_means axis constant1 (Big.to_nat p) (Big.to_nat q0) d0.rows
        d0.counts mean (mean_steps (Big.add p Big.one) hs))
      (misshapen_from wrong_total Big.zero (Big.add p Big.one) hs))

(** val mOST : int **)

let mOST =
  Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
    0)))))))))))))))

(** val tERMS : int **)

let tERMS =
  Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ 0)))

(** val lONG : Big.t **)

let lONG =
  (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    Big.one))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))

(** val lETTERS : Big.t **)

let lETTERS =
  (Big.doubled (Big.doubled (Big.doubled (Big.doubled (Big.doubled
    (Big.doubled_and_one (Big.doubled Big.one)))))))

(** val pOLYHEDRA : int **)

let pOLYHEDRA =
  Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ 0))

type phrase = piece list * Big.t

(** val said : string -> Big.t -> phrase **)

let said s letters =
  (((Say s) :: []), letters)

(** val then_ : phrase -> phrase -> phrase **)

let then_ a0 b0 =
  ((Big.append (fst a0) (fst b0)), (Big.add (snd a0) (snd b0)))

(** val digits0 : int -> Big.t -> Big.t **)

let rec digits0 fuel z0 =
  (fun fO fS n -> if n=0 then fO () else fS (n-1))
    (fun _ -> Big.zero)
    (fun fuel0 ->
    if Big.lt z0 (Big.doubled (Big.doubled_and_one (Big.doubled Big.one)))
    then Big.one
    else Big.add Big.one
           (digits0 fuel0
             (Big.div z0 (Big.doubled (Big.doubled_and_one (Big.doubled
               Big.one))))))
    fuel

(** val number1 : Big.t -> phrase **)

let number1 z0 =
  (((Count z0) :: []),
    (Big.add (if Big.lt z0 Big.zero then Big.one else Big.zero)
      (digits0 (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
        (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
        (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
        (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
        (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
        (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
        (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
        (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
        (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
        (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ (Stdlib.Int.succ
        (Stdlib.Int.succ 0))))))))))))))))))))))))))))))))))))))))
        (Big.abs z0))))

(** val quotient : Big.t -> Big.t -> phrase **)

let quotient above0 below0 =
  if Big.lt Big.zero below0
  then if Big.equal below0 Big.one
       then number1 above0
       else then_ (number1 above0) (then_ (said "/" Big.one) (number1 below0))
  else let above1 = Big.opp above0 in
       let below1 = Big.opp below0 in
       if Big.equal below1 Big.one
       then number1 above1
       else then_ (number1 above1) (then_ (said "/" Big.one) (number1 below1))

(** val symbol0 : relation -> bool -> phrase **)

let symbol0 r positive0 =
  match r with
  | Positive ->
    if positive0
    then said " > " (Big.doubled_and_one Big.one)
    else said " < " (Big.doubled_and_one Big.one)
  | Nonnegative ->
    if positive0
    then said " >= " (Big.doubled (Big.doubled Big.one))
    else said " <= " (Big.doubled (Big.doubled Big.one))
  | Zero -> said " = " (Big.doubled_and_one Big.one)

(** val terms_from : Big.t -> (int * Big.t) list -> (Big.t * Big.t) list **)

let rec terms_from place4 = function
| [] -> []
| p :: l' ->
  let (gap, a0) = p in
  let here = Big.add place4 (Big.of_int gap) in
  (here, a0) :: (terms_from (Big.add here Big.one) l')

(** val terms : bound0 -> (Big.t * Big.t) list **)

let terms b0 =
  terms_from Big.zero b0.factors

(** val is_short : bound0 -> bool **)

let is_short b0 =
  (&&)
    ((&&) ((<=) (List.length b0.factors) tERMS)
      (Big.lt (Big.abs b0.constant0) lONG))
    (forallb (fun a0 -> Big.lt (Big.abs (snd a0)) lONG) b0.factors)

(** val sum_of0 :
    (Big.t -> phrase) -> bool -> Big.t -> (Big.t * Big.t) list -> phrase **)

let rec sum_of0 name first1 sign = function
| [] -> ([], Big.zero)
| p :: l' ->
  let (place4, a0) = p in
  let factor = Big.mul sign a0 in
  let between0 =
    if first1
    then if Big.lt Big.zero factor then ([], Big.zero) else said "-" Big.one
    else if Big.lt Big.zero factor
         then said " + " (Big.doubled_and_one Big.one)
         else said " - " (Big.doubled_and_one Big.one)
  in
  let times0 =
    if Big.equal (Big.abs factor) Big.one
    then ([], Big.zero)
    else then_ (number1 (Big.abs factor)) (said " " Big.one)
  in
  then_ between0
    (then_ times0 (then_ (name place4) (sum_of0 name false sign l')))

(** val replaced : int -> phrase -> phrase list -> phrase list **)

let rec replaced n0 text = function
| [] -> []
| t0 :: texts' ->
  ((fun fO fS n -> if n=0 then fO () else fS (n-1))
     (fun _ -> text :: texts')
     (fun n' -> t0 :: (replaced n' text texts'))
     n0)

(** val taken_out :
    Big.t -> (Big.t * (int * phrase)) list -> (int * phrase)
    option * (Big.t * (int * phrase)) list **)

let rec taken_out first1 = function
| [] -> (None, [])
| p :: rest ->
  let (place4, low2) = p in
  if Big.equal place4 first1
  then ((Some low2), rest)
  else let (found1, rest0) = taken_out first1 rest in
       (found1, ((place4, low2) :: rest0))

(** val one_more0 :
    (Big.t -> phrase) -> phrase list -> (Big.t * (int * phrase)) list ->
    bound0 -> (phrase list * (Big.t * (int * phrase)) list) option **)

let one_more0 name texts lower b0 =
  match terms b0 with
  | [] -> None
  | p :: more ->
    let (first1, a0) = p in
    if negb (is_short b0)
    then None
    else let up1 = Big.lt Big.zero a0 in
         let sign = if up1 then Big.one else Big.opp Big.one in
         let value1 = Big.mul sign (Big.opp b0.constant0) in
         (match more with
          | [] ->
            let value2 = quotient value1 (Big.abs a0) in
            let plain0 =
              then_ (name first1) (then_ (symbol0 b0.relation0 up1) value2)
            in
            let simple = match b0.relation0 with
                         | Zero -> true
                         | _ -> false in
            let (o, lower') =
              if (||) simple up1
              then (None, lower)
              else taken_out first1 lower
            in
            (match o with
             | Some p0 ->
               let (place4, least3) = p0 in
               Some ((replaced place4 (then_ least3 plain0) texts), lower')
             | None ->
               Some ((Big.append texts (plain0 :: [])),
                 (if (&&) (negb simple) up1
                  then (first1, ((List.length texts),
                         (then_ value2 (symbol0 b0.relation0 false)))) :: 
                         (snd (taken_out first1 lower'))
                  else lower')))
          | _ :: _ ->
            Some
              ((Big.append texts
                 ((then_ (sum_of0 name true sign (terms b0))
                    (then_ (symbol0 b0.relation0 up1) (number1 value1))) :: [])),
              lower))

(** val all_texts :
    (Big.t -> phrase) -> bound0 list -> phrase list ->
    (Big.t * (int * phrase)) list -> phrase list option **)

let rec all_texts name bs texts lower =
  match bs with
  | [] -> Some texts
  | b0 :: bs' ->
    (match one_more0 name texts lower b0 with
     | Some p -> let (texts', lower') = p in all_texts name bs' texts' lower'
     | None -> None)

(** val joined_by : phrase -> phrase list -> phrase **)

let rec joined_by between0 = function
| [] -> ([], Big.zero)
| t0 :: texts' ->
  (match texts' with
   | [] -> t0
   | _ :: _ -> then_ t0 (then_ between0 (joined_by between0 texts')))

(** val spelled_out : (Big.t -> phrase) -> bound0 list -> phrase option **)

let spelled_out name bs = match bs with
| [] -> None
| _ :: _ ->
  if (<=) (List.length bs) mOST
  then (match all_texts name bs [] [] with
        | Some texts ->
          let text = joined_by (said ", " (Big.doubled Big.one)) texts in
          if Big.leq (snd text) lETTERS then Some text else None
        | None -> None)
  else None

(** val input_name : Big.t -> phrase **)

let input_name place4 =
  then_ (said "z" Big.one) (number1 place4)

(** val output_name : Big.t -> phrase **)

let output_name place4 =
  then_ (said "y" Big.one) (number1 place4)

(** val end_of : Big.t -> bool -> bound0 -> (Big.t * Big.t) option **)

let end_of place4 up1 b0 =
  match terms b0 with
  | [] -> None
  | p :: l ->
    let (j, a0) = p in
    (match l with
     | [] ->
       (match b0.relation0 with
        | Nonnegative ->
          if (&&)
               ((&&) (Big.equal j place4)
                 (if up1 then Big.lt Big.zero a0 else Big.lt a0 Big.zero))
               (is_short b0)
          then Some (a0, b0.constant0)
          else None
        | _ -> None)
     | _ :: _ -> None)

(** val same_end : (Big.t * Big.t) -> (Big.t * Big.t) -> bool **)

let same_end a0 b0 =
  (&&) (Big.equal (fst a0) (fst b0)) (Big.equal (snd a0) (snd b0))

(** val ends_from :
    Big.t -> bound0 list -> ((Big.t * Big.t) * (Big.t * Big.t)) option ->
    ((Big.t * Big.t) * (Big.t * Big.t)) option **)

let rec ends_from place4 bs known2 =
  match bs with
  | [] -> known2
  | b0 :: l ->
    (match l with
     | [] -> None
     | c0 :: bs' ->
       (match end_of place4 true b0 with
        | Some low2 ->
          (match end_of place4 false c0 with
           | Some high2 ->
             (match known2 with
              | Some p ->
                let (l0, h0) = p in
                if (&&) (same_end l0 low2) (same_end h0 high2)
                then ends_from (Big.add place4 Big.one) bs' known2
                else None
              | None ->
                ends_from (Big.add place4 Big.one) bs' (Some (low2, high2)))
           | None -> None)
        | None -> None))

(** val box_words : Big.t -> bound0 list -> piece list option **)

let box_words width0 bs =
  if (&&)
       (Big.equal (Big.of_int (List.length bs))
         (Big.mul (Big.doubled Big.one) width0))
       (Big.leq (Big.doubled Big.one) width0)
  then (match ends_from Big.zero bs None with
        | Some p ->
          let (p0, p1) = p in
          let (a0, c0) = p0 in
          let (a', c') = p1 in
          Some ((Say
          "[") :: (Big.append (fst (quotient (Big.opp c0) a0)) ((Say
                    ", ") :: (Big.append (fst (quotient (Big.opp c') a'))
                               ((Say "]^") :: ((Count width0) :: []))))))
        | None -> None)
  else None

(** val domain_words : Big.t -> bound0 list -> bool -> piece list **)

let domain_words width0 bs vacuous =
  match bs with
  | [] -> (Say "Q^") :: ((Count width0) :: [])
  | _ :: _ ->
    Big.append
      (match box_words width0 bs with
       | Some text -> text
       | None ->
         (match spelled_out input_name bs with
          | Some text ->
            (Say "Q^") :: ((Count width0) :: ((Say " with ") :: (fst text)))
          | None ->
            (Say
              "the domain of ") :: (counted_words
                                     (Big.of_int (List.length bs))
                                     "constraint" "constraints")))
      (if vacuous then (Say " (there is no such z)") :: [] else [])

(** val outputs_words : bound0 list -> piece list **)

let outputs_words bs =
  match spelled_out output_name bs with
  | Some text -> fst text
  | None ->
    (Say
      "y satisfies ") :: (counted_words (Big.of_int (List.length bs))
                           "constraint" "constraints")

(** val all_spelled : Big.t -> bound0 list list -> phrase list option **)

let rec all_spelled width0 = function
| [] -> Some []
| p :: ps' ->
  (match spelled_out (fun place4 ->
           if Big.lt place4 width0
           then input_name place4
           else output_name (Big.sub place4 width0)) p with
   | Some t0 ->
     (match all_spelled width0 ps' with
      | Some ts ->
        Some ((then_ (said "{" Big.one) (then_ t0 (said "}" Big.one))) :: ts)
      | None -> None)
   | None -> None)

(** val unsafe_words : Big.t -> bound0 list list -> piece list **)

let unsafe_words width0 ps =
  let many =
    counted_words (Big.of_int (List.length ps)) "polyhedron" "polyhedra"
  in
  if (<=) (List.length ps) pOLYHEDRA
  then (match ps with
        | [] -> (Say "nothing") :: []
        | l :: l0 ->
          (match all_spelled width0 (l :: l0) with
           | Some texts ->
             fst
               (joined_by
                 (said " and " (Big.doubled_and_one (Big.doubled Big.one)))
                 texts)
           | None -> many))
  else many

(** val size_of : 'a1 list -> Big.t **)

let size_of l =
  Big.of_int (List.length l)

(** val rational_words : q -> piece list **)

let rational_words q0 =
  (Big.positive_case
     (fun p -> Over (q0.qnum, (Big.doubled_and_one p)))
     (fun p -> Over (q0.qnum, (Big.doubled p)))
     (fun _ -> Count q0.qnum)
     q0.qden) :: []

(** val rows_words : dataset -> piece list **)

let rows_words d0 =
  counted_words (size_of d0.rows) "point" "points"

(** val goal_said : goal -> string -> piece list **)

let goal_said g0 z0 =
  match g0 with
  | AsGiven -> (Say "N(") :: ((Say z0) :: ((Say ") = y") :: []))
  | OneHot ->
    (Say "N(") :: ((Say z0) :: ((Say ") = the unit vector of class y") :: []))
  | Greatest ->
    (Say "output y of N(") :: ((Say z0) :: ((Say
      ") is greater than every other") :: []))

(** val every_row : dataset -> piece list **)

let every_row d0 =
  (Say
    "for every (x, y) of the ") :: (Big.append (rows_words d0) ((Say
                                     " of D") :: []))

(** val every_ball : dataset -> q -> piece list **)

let every_ball d0 r =
  Big.append (every_row d0)
    (if qeq_bool r { qnum = Big.zero; qden = Big.one }
     then (Say " and z = x: ") :: []
     else (Say
            " and every z with max_j |z_j - x_j| <= ") :: (Big.append
                                                            (rational_words r)
                                                            ((Say
                                                            ": ") :: [])))

(** val alike0 : radius -> radius -> bool **)

let alike0 a0 b0 =
  match a0 with
  | All -> (match b0 with
            | All -> true
            | _ -> false)
  | Wrong0 -> (match b0 with
               | Wrong0 -> true
               | _ -> false)
  | Closed (r, _) ->
    (match b0 with
     | Closed (s, _) -> qeq_bool r s
     | _ -> false)
  | Opened (r, _) ->
    (match b0 with
     | Opened (s, _) -> qeq_bool r s
     | _ -> false)

(** val ball_words : radius list -> piece list **)

let ball_words radii =
  let one0 = fun kind0 r -> (Say "the ") :: ((Say kind0) :: ((Say
    " ball of radius ") :: (Big.append (rational_words r) ((Say
                             " around it") :: []))))
  in
  (match radii with
   | [] -> (Say "the ball stated for it") :: []
   | a0 :: rest ->
     (match a0 with
      | Closed (r, _) ->
        if forallb (alike0 a0) rest
        then if qeq_bool r { qnum = Big.zero; qden = Big.one }
             then (Say "the ball of radius 0, x itself") :: []
             else one0 "closed" r
        else (Say "the ball stated for it") :: []
      | Opened (r, _) ->
        if forallb (alike0 a0) rest
        then one0 "open" r
        else (Say "the ball stated for it") :: []
      | _ -> (Say "the ball stated for it") :: []))

(** val is_exact : radius -> bool **)

let is_exact = function
| All -> true
| Wrong0 -> false
| Closed (r0, s) -> (match s with
                     | Some s0 -> qeq_bool r0 s0
                     | None -> false)
| Opened (r0, s) -> (match s with
                     | Some s0 -> qeq_bool r0 s0
                     | None -> false)

(** val how_many : ('a1 -> bool) -> 'a1 list -> Big.t **)

let how_many p l =
  Big.fold_left (fun n0 a0 -> if p a0 then Big.add n0 Big.one else n0) l
    Big.zero

(** val exact_words : radius list -> piece list **)

let exact_words radii =
  let n0 = how_many is_exact radii in
  if Big.equal n0 Big.zero
  then (Say "no radius is shown to be the largest") :: []
  else Big.append (counted_words n0 "radius is" "radii are") ((Say
         " exact, and no larger radius is right") :: [])

(** val wrong_words : radius list -> piece list **)

let wrong_words radii =
  let n0 = how_many (fun r -> match r with
                              | Wrong0 -> true
                              | _ -> false) radii
  in
  if Big.equal n0 Big.zero
  then []
  else (Say
         " but ") :: (Big.append (counted_words n0 "that is" "that are")
                       ((Say " answered wrongly,") :: []))

(** val measure_words : counted -> Big.t -> piece list **)

let measure_words m n0 =
  match m with
  | Additions -> counted_words n0 "addition" "additions"
  | Multiplications -> counted_words n0 "multiplication" "multiplications"
  | Comparisons -> counted_words n0 "comparison" "comparisons"
  | Total ->
    Big.append (counted_words n0 "operation" "operations") ((Say
      " (additions, multiplications, comparisons)") :: [])

(** val sentence_of :
    claim -> node list -> dataset list -> bool -> piece list **)

let sentence_of c0 nodes sets vacuous =
  let width0 = match nodes with
               | [] -> Big.zero
               | n0 :: _ ->  n0.whole.ins in
  let domain = fun bs -> domain_words width0 bs vacuous in
  let each0 = fun said0 -> match sets with
                           | [] -> []
                           | d0 :: _ -> said0 d0 in
  (match c0 with
   | AtPoints (g0, _, _) ->
     Big.append (each0 every_row) ((Say ": ") :: (goal_said g0 "x"))
   | Robustly (g0, _, _, r) ->
     Big.append (each0 (fun d0 -> every_ball d0 r)) (goal_said g0 "z")
   | WithRadii (g0, _, _, radii) ->
     (Say
       "for each of the ") :: (Big.append (each0 rows_words) ((Say
                                " of D") :: (Big.append (wrong_words radii)
                                              ((Say
                                              " and every z of ") :: 
                                              (Big.append (ball_words radii)
                                                ((Say
                                                ": ") :: (Big.append
                                                           (goal_said g0 "z")
                                                           ((Say
                                                           "; ") :: (exact_words
                                                                    radii)))))))))
   | Equivalent (_, _, bs) ->
     (Say
       "for every z in ") :: (Big.append (domain bs) ((Say
                               ": N(z) = M(z)") :: []))
   | WithinTolerance (_, _, bs, t0) ->
     (Say
       "for every z in ") :: (Big.append (domain bs) ((Say
                               ": |N(z) - M(z)| <= ") :: (Big.append
                                                           (rational_words t0)
                                                           ((Say
                                                           " in every output") :: []))))
   | EquivalentOnBalls (_, _, _, r) ->
     Big.append (each0 (fun d0 -> every_ball d0 r)) ((Say
       "N(z) = M(z)") :: [])
   | SameClassOnBalls (_, _, _, radii) ->
     (Say
       "for each of the ") :: (Big.append (each0 rows_words) ((Say
                                " of D and every z of ") :: (Big.append
                                                              (ball_words
                                                                radii) ((Say
                                                              ": N(z) and M(z) have the class of M(x), one output greater than every other; ") :: 
                                                              (exact_words
                                                                radii)))))
   | OperationsAtMost (_, bs, m, most2, attained) ->
     (Say
       "for every z in ") :: (Big.append (domain bs) ((Say
                               ": N makes at most ") :: (Big.append
                                                          (measure_words m
                                                            most2) ((Say
                                                          " on z") :: (
                                                          match attained with
                                                          | Some _ ->
                                                            (Say
                                                              ", and some z takes that many") :: []
                                                          | None -> [])))))
   | OutputWithin (_, bs, wanted0) ->
     (Say
       "for every z in ") :: (Big.append (domain bs) ((Say
                               " and y = N(z): ") :: (outputs_words wanted0)))
   | Avoids (_, bs, unsafe) ->
     (Say
       "for every z in ") :: (Big.append (domain bs) ((Say
                               " and y = N(z): (z, y) avoids ") :: (unsafe_words
                                                                    width0
                                                                    unsafe)))
   | Paths (_, bs, count3) ->
     (Say
       "N has exactly ") :: (Big.append
                              (counted_words count3 "feasible decision path"
                                "feasible decision paths") ((Say
                              " over ") :: (domain bs)))
   | ComparisonsNeeded (constant1, _, n0) ->
     (Say
       (if constant1
        then "every tree of gates with constant leaves"
        else "every network")) :: ((Say
       " that memorizes D makes at least ") :: (Big.append
                                                 (counted_words n0
                                                   "comparison" "comparisons")
                                                 ((Say
                                                 " on some point of D") :: [])))
   | DepthNeeded (constant1, _, n0) ->
     (Say "every tree of tests of single coordinates with ") :: ((Say
       (if constant1 then "constant" else "affine")) :: ((Say
       " leaves that memorizes D has depth ") :: ((Count n0) :: ((Say
       " or more") :: []))))
   | OperationsNeeded (_, n0) ->
     (Say
       "every network that memorizes D makes at least ") :: (Big.append
                                                              (measure_words
                                                                Total n0)
                                                              ((Say
                                                              " on some point of D") :: []))
   | UnitsNeeded (_, n0) ->
     (Say
       "every network of one hidden layer that memorizes D has at least ") :: 
       (Big.append (counted_words n0 "ReLU" "ReLUs") ((Say " there") :: []))
   | MeanNeeded (axis, constant1, _, m) ->
     (Say
       (if axis
        then if constant1
             then "every tree of tests of single coordinates with constant leaves"
             else "every tree of tests of single coordinates with affine leaves"
        else if constant1
             then "every tree of gates with constant leaves"
             else "every network")) :: ((Say
       " that memorizes D makes ") :: (Big.append (rational_words m) ((Say
                                        " or more comparisons in the mean over the rows of D") :: []))))

(** val where_words : int -> (role * reference0) list -> piece list **)

let rec where_words number2 = function
| [] -> []
| p :: rest ->
  let (role0, r) = p in
  (Say
  ((fun fO fS n -> if n=0 then fO () else fS (n-1))
     (fun _ -> ", where ")
     (fun _ -> " and ")
     number2)) :: ((Say
  (match role0 with
   | Network ->
     ((fun fO fS n -> if n=0 then fO () else fS (n-1))
        (fun _ -> "N is ")
        (fun _ -> "M is ")
        number2)
   | Data -> "D is ")) :: ((Show
  r.file) :: (where_words (Stdlib.Int.succ number2) rest)))

type subject =
| Net of node
| Table of dataset

(** val no_file : string -> 'a1 result **)

let no_file name =
  malformed ((Show name) :: ((Say ": no such file or directory") :: []))

(** val claimed :
    reference0 -> (string * 'a1 result) option -> ('a1 -> 'a2) -> 'a2 result **)

let claimed r found1 made =
  match found1 with
  | Some p ->
    let (sha, read) = p in
    bind (within ((Show r.file) :: ((Say ": ") :: [])) read) (fun a0 ->
      if String.equal sha r.digest0
      then Good (made a0)
      else rejected ((Show r.file) :: ((Say
             " is not the file that was claimed about: its SHA-256 is ") :: ((Show
             sha) :: []))))
  | None -> no_file r.file

(** val load_one :
    (string -> (string * node result) option) -> (string -> (string * dataset
    result) option) -> role -> reference0 -> subject result **)

let load_one nodes sets role0 r =
  match role0 with
  | Network -> claimed r (nodes r.file) (fun x -> Net x)
  | Data -> claimed r (sets r.file) (fun x -> Table x)

(** val load :
    (string -> (string * node result) option) -> (string -> (string * dataset
    result) option) -> role list -> json list -> ((reference0 * subject)
    list * json list) result **)

let rec load nodes sets rs vs =
  match rs with
  | [] -> Good ([], vs)
  | role0 :: rs' ->
    (match vs with
     | [] -> malformed ((Say "a key is not there") :: [])
     | v :: vs' ->
       bind (reference_of role0 v) (fun r ->
         bind (load_one nodes sets role0 r) (fun s ->
           bind (load nodes sets rs' vs') (fun more -> Good (((r,
             s) :: (fst more)), (snd more))))))

(** val integers_of : json list -> Big.t list -> Big.t list option **)

let rec integers_of l found1 =
  match l with
  | [] -> Some (List.rev found1)
  | j :: rest ->
    (match j with
     | Number z0 -> integers_of rest (z0 :: found1)
     | _ -> None)

(** val hint_text_of : Big.t -> json -> hint_text result **)

let hint_text_of number2 = function
| List l ->
  (match l with
   | [] ->
     malformed ((Say "hint ") :: ((Count number2) :: ((Say
       " must be a list that begins with a name") :: [])))
   | j :: rest ->
     (match j with
      | Text name ->
        (match integers_of rest [] with
         | Some ns -> Good { name_of = name; numbers = ns }
         | None ->
           malformed ((Say "hint ") :: ((Count number2) :: ((Say
             " (") :: ((Show name) :: ((Say
             ") holds something that is not an integer") :: []))))))
      | _ ->
        malformed ((Say "hint ") :: ((Count number2) :: ((Say
          " must be a list that begins with a name") :: [])))))
| _ ->
  malformed ((Say "hint ") :: ((Count number2) :: ((Say
    " must be a list that begins with a name") :: [])))

(** val cLAIM : string **)

let cLAIM =
  Big.byte_before ('c', (Big.byte_before ('l', (Big.byte_before ('a',
    (Big.byte_before ('i', (Big.byte_before ('m', "")))))))))

(** val hINTS : string **)

let hINTS =
  Big.byte_before ('h', (Big.byte_before ('i', (Big.byte_before ('n',
    (Big.byte_before ('t', (Big.byte_before ('s', "")))))))))

(** val cERTIFICATE_FORMAT : string **)

let cERTIFICATE_FORMAT =
  Big.byte_before ('m', (Big.byte_before ('e', (Big.byte_before ('m',
    (Big.byte_before ('o', (Big.byte_before ('c', (Big.byte_before ('e',
    (Big.byte_before ('r', (Big.byte_before ('t', (Big.byte_before (' ',
    (Big.byte_before ('c', (Big.byte_before ('e', (Big.byte_before ('r',
    (Big.byte_before ('t', (Big.byte_before ('i', (Big.byte_before ('f',
    (Big.byte_before ('i', (Big.byte_before ('c', (Big.byte_before ('a',
    (Big.byte_before ('t', (Big.byte_before ('e',
    "")))))))))))))))))))))))))))))))))))))))

(** val fed :
    string -> (Big.t * hint_text list) -> json -> (Big.t * hint_text list)
    result **)

let fed key0 found1 v =
  if String.equal key0 hINTS
  then bind (hint_text_of (fst found1) v) (fun h0 -> Good
         ((Big.add (fst found1) Big.one), (h0 :: (snd found1))))
  else Good found1

(** val certified :
    string -> string -> string -> string -> hint_text list result **)

let certified own0 name sha s =
  bind
    (within ((Show own0) :: ((Say ": ") :: []))
      (bind (read_with (Big.zero, []) fed s) (fun fields ->
        bind
          (is_document cERTIFICATE_FORMAT (Big.doubled_and_one Big.one)
            fields) (fun _ ->
          bind (has_fields (cLAIM :: (hINTS :: [])) fields) (fun _ ->
            match find cLAIM fields with
            | Some f0 ->
              (match f0 with
               | Whole about ->
                 (match find hINTS fields with
                  | Some f1 ->
                    (match f1 with
                     | Whole _ ->
                       malformed ((Say
                         "hints must be a list, not ") :: (spoken f1))
                     | Fed a0 ->
                       let (_, hints0) = a0 in
                       bind (reference "claim" about) (fun r -> Good (r,
                         (List.rev hints0))))
                  | None -> malformed ((Say "a key is not there") :: []))
               | Fed _ ->
                 malformed ((Say "claim must be an object, not a list") :: []))
            | None ->
              (match find hINTS fields with
               | Some f0 ->
                 malformed ((Say "hints must be a list, not ") :: (spoken f0))
               | None -> malformed ((Say "a key is not there") :: [])))))))
    (fun found1 ->
    if (&&) (String.equal (fst (fst found1)) name)
         (String.equal (snd (fst found1)) sha)
    then Good (snd found1)
    else rejected ((Show own0) :: ((Say " is about another claim") :: [])))

type verdict =
| Accepted of piece list * bool
| Refused of error
| Incomplete of piece list

(** val no_hints : hint_text list -> unit result **)

let no_hints hs =
  require (match hs with
           | [] -> true
           | _ :: _ -> false) ((Say "step 0: a hint is left over") :: [])

(** val check_subjects :
    claim -> hint_text list -> subject list -> unit result **)

let check_subjects c0 hs subjects =
  match c0 with
  | AtPoints (g0, _, _) ->
    (match subjects with
     | [] -> malformed ((Say "the files are not those of the kind") :: [])
     | s :: l ->
       (match s with
        | Net n0 ->
          (match l with
           | [] ->
             malformed ((Say "the files are not those of the kind") :: [])
           | s0 :: l0 ->
             (match s0 with
              | Net _ ->
                malformed ((Say "the files are not those of the kind") :: [])
              | Table d0 ->
                (match l0 with
                 | [] -> bind (check_points g0 n0 d0) (fun _ -> no_hints hs)
                 | _ :: _ ->
                   malformed ((Say
                     "the files are not those of the kind") :: []))))
        | Table _ ->
          malformed ((Say "the files are not those of the kind") :: [])))
  | Robustly (g0, _, _, r) ->
    (match subjects with
     | [] -> malformed ((Say "the files are not those of the kind") :: [])
     | s :: l ->
       (match s with
        | Net n0 ->
          (match l with
           | [] ->
             malformed ((Say "the files are not those of the kind") :: [])
           | s0 :: l0 ->
             (match s0 with
              | Net _ ->
                malformed ((Say "the files are not those of the kind") :: [])
              | Table d0 ->
                (match l0 with
                 | [] -> check_robustly n0 d0 g0 r hs
                 | _ :: _ ->
                   malformed ((Say
                     "the files are not those of the kind") :: []))))
        | Table _ ->
          malformed ((Say "the files are not those of the kind") :: [])))
  | WithRadii (g0, _, _, radii) ->
    (match subjects with
     | [] -> malformed ((Say "the files are not those of the kind") :: [])
     | s :: l ->
       (match s with
        | Net n0 ->
          (match l with
           | [] ->
             malformed ((Say "the files are not those of the kind") :: [])
           | s0 :: l0 ->
             (match s0 with
              | Net _ ->
                malformed ((Say "the files are not those of the kind") :: [])
              | Table d0 ->
                (match l0 with
                 | [] -> check_with_radii n0 d0 g0 radii hs
                 | _ :: _ ->
                   malformed ((Say
                     "the files are not those of the kind") :: []))))
        | Table _ ->
          malformed ((Say "the files are not those of the kind") :: [])))
  | Equivalent (_, _, domain) ->
    (match subjects with
     | [] -> malformed ((Say "the files are not those of the kind") :: [])
     | s :: l ->
       (match s with
        | Net n0 ->
          (match l with
           | [] ->
             malformed ((Say "the files are not those of the kind") :: [])
           | s0 :: l0 ->
             (match s0 with
              | Net m ->
                (match l0 with
                 | [] -> check_equivalent n0 m domain hs
                 | _ :: _ ->
                   malformed ((Say
                     "the files are not those of the kind") :: []))
              | Table _ ->
                malformed ((Say "the files are not those of the kind") :: [])))
        | Table _ ->
          malformed ((Say "the files are not those of the kind") :: [])))
  | WithinTolerance (_, _, domain, t0) ->
    (match subjects with
     | [] -> malformed ((Say "the files are not those of the kind") :: [])
     | s :: l ->
       (match s with
        | Net n0 ->
          (match l with
           | [] ->
             malformed ((Say "the files are not those of the kind") :: [])
           | s0 :: l0 ->
             (match s0 with
              | Net m ->
                (match l0 with
                 | [] -> check_tolerance n0 m domain t0 hs
                 | _ :: _ ->
                   malformed ((Say
                     "the files are not those of the kind") :: []))
              | Table _ ->
                malformed ((Say "the files are not those of the kind") :: [])))
        | Table _ ->
          malformed ((Say "the files are not those of the kind") :: [])))
  | EquivalentOnBalls (_, _, _, r) ->
    (match subjects with
     | [] -> malformed ((Say "the files are not those of the kind") :: [])
     | s :: l ->
       (match s with
        | Net n0 ->
          (match l with
           | [] ->
             malformed ((Say "the files are not those of the kind") :: [])
           | s0 :: l0 ->
             (match s0 with
              | Net m ->
                (match l0 with
                 | [] ->
                   malformed ((Say
                     "the files are not those of the kind") :: [])
                 | s1 :: l1 ->
                   (match s1 with
                    | Net _ ->
                      malformed ((Say
                        "the files are not those of the kind") :: [])
                    | Table d0 ->
                      (match l1 with
                       | [] -> check_equivalent_on_balls n0 d0 m r hs
                       | _ :: _ ->
                         malformed ((Say
                           "the files are not those of the kind") :: []))))
              | Table _ ->
                malformed ((Say "the files are not those of the kind") :: [])))
        | Table _ ->
          malformed ((Say "the files are not those of the kind") :: [])))
  | SameClassOnBalls (_, _, _, radii) ->
    (match subjects with
     | [] -> malformed ((Say "the files are not those of the kind") :: [])
     | s :: l ->
       (match s with
        | Net n0 ->
          (match l with
           | [] ->
             malformed ((Say "the files are not those of the kind") :: [])
           | s0 :: l0 ->
             (match s0 with
              | Net m ->
                (match l0 with
                 | [] ->
                   malformed ((Say
                     "the files are not those of the kind") :: [])
                 | s1 :: l1 ->
                   (match s1 with
                    | Net _ ->
                      malformed ((Say
                        "the files are not those of the kind") :: [])
                    | Table d0 ->
                      (match l1 with
                       | [] -> check_same_class_on_balls n0 d0 m radii hs
                       | _ :: _ ->
                         malformed ((Say
                           "the files are not those of the kind") :: []))))
              | Table _ ->
                malformed ((Say "the files are not those of the kind") :: [])))
        | Table _ ->
          malformed ((Say "the files are not those of the kind") :: [])))
  | OperationsAtMost (_, domain, m, most2, attained) ->
    (match subjects with
     | [] -> malformed ((Say "the files are not those of the kind") :: [])
     | s :: l ->
       (match s with
        | Net n0 ->
          (match l with
           | [] -> check_operations n0 m domain most2 attained hs
           | _ :: _ ->
             malformed ((Say "the files are not those of the kind") :: []))
        | Table _ ->
          malformed ((Say "the files are not those of the kind") :: [])))
  | OutputWithin (_, domain, wanted0) ->
    (match subjects with
     | [] -> malformed ((Say "the files are not those of the kind") :: [])
     | s :: l ->
       (match s with
        | Net n0 ->
          (match l with
           | [] -> check_within n0 domain wanted0 hs
           | _ :: _ ->
             malformed ((Say "the files are not those of the kind") :: []))
        | Table _ ->
          malformed ((Say "the files are not those of the kind") :: [])))
  | Avoids (_, domain, unsafe) ->
    (match subjects with
     | [] -> malformed ((Say "the files are not those of the kind") :: [])
     | s :: l ->
       (match s with
        | Net n0 ->
          (match l with
           | [] -> check_avoids n0 domain unsafe hs
           | _ :: _ ->
             malformed ((Say "the files are not those of the kind") :: []))
        | Table _ ->
          malformed ((Say "the files are not those of the kind") :: [])))
  | Paths (_, domain, count3) ->
    (match subjects with
     | [] -> malformed ((Say "the files are not those of the kind") :: [])
     | s :: l ->
       (match s with
        | Net n0 ->
          (match l with
           | [] -> check_count n0 domain count3 hs
           | _ :: _ ->
             malformed ((Say "the files are not those of the kind") :: []))
        | Table _ ->
          malformed ((Say "the files are not those of the kind") :: [])))
  | ComparisonsNeeded (constant1, _, k) ->
    (match subjects with
     | [] -> malformed ((Say "the files are not those of the kind") :: [])
     | s :: l ->
       (match s with
        | Net _ ->
          malformed ((Say "the files are not those of the kind") :: [])
        | Table d0 ->
          (match l with
           | [] -> check_comparisons constant1 d0 k hs
           | _ :: _ ->
             malformed ((Say "the files are not those of the kind") :: []))))
  | DepthNeeded (constant1, _, k) ->
    (match subjects with
     | [] -> malformed ((Say "the files are not those of the kind") :: [])
     | s :: l ->
       (match s with
        | Net _ ->
          malformed ((Say "the files are not those of the kind") :: [])
        | Table d0 ->
          (match l with
           | [] -> check_depth0 constant1 d0 k hs
           | _ :: _ ->
             malformed ((Say "the files are not those of the kind") :: []))))
  | OperationsNeeded (_, k) ->
    (match subjects with
     | [] -> malformed ((Say "the files are not those of the kind") :: [])
     | s :: l ->
       (match s with
        | Net _ ->
          malformed ((Say "the files are not those of the kind") :: [])
        | Table d0 ->
          (match l with
           | [] -> bind (check_least_operations d0 k) (fun _ -> no_hints hs)
           | _ :: _ ->
             malformed ((Say "the files are not those of the kind") :: []))))
  | UnitsNeeded (_, k) ->
    (match subjects with
     | [] -> malformed ((Say "the files are not those of the kind") :: [])
     | s :: l ->
       (match s with
        | Net _ ->
          malformed ((Say "the files are not those of the kind") :: [])
        | Table d0 ->
          (match l with
           | [] -> bind (check_least_units d0 k) (fun _ -> no_hints hs)
           | _ :: _ ->
             malformed ((Say "the files are not those of the kind") :: []))))
  | MeanNeeded (axis, constant1, _, m) ->
    (match subjects with
     | [] -> malformed ((Say "the files are not those of the kind") :: [])
     | s :: l ->
       (match s with
        | Net _ ->
          malformed ((Say "the files are not those of the kind") :: [])
        | Table d0 ->
          (match l with
           | [] -> check_mean axis constant1 d0 m hs
           | _ :: _ ->
             malformed ((Say "the files are not those of the kind") :: []))))

(** val domain_of : claim -> bound0 list **)

let domain_of = function
| Equivalent (_, _, domain) -> domain
| WithinTolerance (_, _, domain, _) -> domain
| OperationsAtMost (_, domain, _, _, _) -> domain
| OutputWithin (_, domain, _) -> domain
| Avoids (_, domain, _) -> domain
| Paths (_, domain, _) -> domain
| _ -> []

(** val check_claim :
    claim -> hint_text list -> subject list -> (piece list * bool) result **)

let check_claim c0 hs subjects =
  bind (check_subjects c0 hs subjects) (fun _ ->
    let vacuous = says_vacuous (domain_of c0) hs in
    let nodes =
      flat_map (fun s -> match s with
                         | Net n0 -> n0 :: []
                         | Table _ -> []) subjects
    in
    let sets =
      flat_map (fun s -> match s with
                         | Net _ -> []
                         | Table d0 -> d0 :: []) subjects
    in
    Good ((sentence_of c0 nodes sets vacuous), vacuous))

(** val cLAIM_END : string **)

let cLAIM_END =
  Big.byte_before ('.', (Big.byte_before ('c', (Big.byte_before ('l',
    (Big.byte_before ('a', (Big.byte_before ('i', (Big.byte_before ('m',
    (Big.byte_before ('.', (Big.byte_before ('j', (Big.byte_before ('s',
    (Big.byte_before ('o', (Big.byte_before ('n', "")))))))))))))))))))))

(** val cERTIFICATE_END : string **)

let cERTIFICATE_END =
  Big.byte_before ('.', (Big.byte_before ('c', (Big.byte_before ('e',
    (Big.byte_before ('r', (Big.byte_before ('t', (Big.byte_before ('i',
    (Big.byte_before ('f', (Big.byte_before ('i', (Big.byte_before ('c',
    (Big.byte_before ('a', (Big.byte_before ('t', (Big.byte_before ('e',
    (Big.byte_before ('.', (Big.byte_before ('j', (Big.byte_before ('s',
    (Big.byte_before ('o', (Big.byte_before ('n',
    "")))))))))))))))))))))))))))))))))

(** val stem : string -> string option **)

let rec stem s =
  if String.equal s cLAIM_END
  then Some ""
  else (Big.string_case
          (fun _ -> None)
          (fun b0 rest ->
          match stem rest with
          | Some t0 -> Some (Big.byte_before (b0, t0))
          | None -> None)
          s)

(** val settled : verdict result -> verdict **)

let settled = function
| Good v -> v
| Bad e0 -> Refused e0

(** val check_using :
    folder -> (string -> (string * node result) option) -> (string ->
    (string * dataset result) option) -> string -> verdict **)

let check_using f0 nodes sets name =
  settled
    (match if file_name name then stem name else None with
     | Some start1 ->
       (match f0 name with
        | Some s ->
          let own0 = (^) start1 cERTIFICATE_END in
          bind (head_of s) (fun head ->
            match f0 own0 with
            | Some t0 ->
              bind (load nodes sets (roles (fst head)) (snd head))
                (fun loaded ->
                bind (certified own0 name (sha256 s) t0) (fun hs ->
                  bind
                    (claim_of (fst head) (Big.map fst (fst loaded))
                      (snd loaded)) (fun c0 ->
                    bind (check_claim c0 hs (Big.map snd (fst loaded)))
                      (fun words1 -> Good (Accepted
                      ((Big.append (fst words1)
                         (where_words 0
                           (Big.combine (roles (fst head))
                             (Big.map fst (fst loaded))))), (snd words1)))))))
            | None ->
              Good (Incomplete ((Say
                "hole: there is no certificate ") :: ((Show own0) :: []))))
        | None -> no_file name)
     | None -> malformed ((Say "not a name for a claim of a bundle") :: []))
