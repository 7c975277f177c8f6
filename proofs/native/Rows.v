(** Rows and points: rationals, and the integers that they are over their least common denominator. *)

From Coq Require Import NArith ZArith QArith List Bool String Lia.
From Memocert Require Import Nets Checker.
From Memocert Require Import native.Bytes native.Json.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.
Open Scope list_scope.

Definition MAX_WIDTH := 1048576.

(** Positions that increase within least..width-1, each with its weight, which is not 0; as Nets.v has rows: how many
    positions are passed over before each weight. The last one that was read comes first. *)
Fixpoint weights_of (read : list (nat * Q)) (least width : Z) (l : list json) : result (list (nat * Q)) :=
  match l with
  | [] => Good (rev read)
  | [_] => malformed [Say "a row must have a weight after each position"]
  | j :: w :: rest =>
      let! position := integer "a position" least (width - 1) j in
      let! weight := rational "a weight" w in
      if Qnum weight =? 0 then malformed [Say "a weight that is 0 must be left out"]
      else weights_of ((Z.to_nat (position - least), weight) :: read) (position + 1) width rest
  end.

Definition gap_row (width : Z) (v : json) : result (list (nat * Q)) := let! l := entries "a row" v in weights_of [] 0 width l.

(** * Common denominators *)

Definition lcm (a b : positive) : positive :=
  match Z.lcm (Zpos a) (Zpos b) with
  | Zpos c => c
  | _ => 1%positive
  end.

Definition denominator (l : list Q) (d : positive) : positive :=
  fold_left (fun d q => if (Qden q =? 1)%positive then d else lcm d (Qden q)) l d.

Definition over (d : positive) (q : Q) : Z := if (Qden q =? d)%positive then Qnum q else Qnum q * (Zpos d / Zpos (Qden q)).

(** Numbers over their least common denominator. *)
Definition integers (l : list Q) : values_over := let d := denominator l 1 in (map (over d) l, d).

Definition weight_over (d : positive) (w : nat * Q) : nat * Z := (fst w, over d (snd w)).

(** A row and a number beside it, over their least common denominator. *)
Definition scaled_row (l : list (nat * Q)) (b : Q) : positive * (row * Z) :=
  let d := denominator (map snd l) (Qden b) in (d, (map (weight_over d) l, over d b)).

Fixpoint rationals_from (read : list Q) (name : string) (l : list json) : result (list Q) :=
  match l with
  | [] => Good (rev read)
  | v :: rest => let! q := rational name v in rationals_from (q :: read) name rest
  end.

Definition rationals_of := rationals_from [].

(** A list of rationals, of this length where one is given. *)
Definition point_of (name : string) (width : option Z) (v : json) : result (list Q) :=
  let! l := entries name v in
  let n := Z.of_nat (List.length l) in
  let good := match width with Some w => n =? w | None => (1 <=? n) && (n <=? MAX_WIDTH) end in
  if good then rationals_of "a number" l
  else match width with
       | Some w => malformed [Say name; Say " must have "; Count w; Say (if w =? 1 then " entry, not " else " entries, not "); Count n]
       | None => malformed [Say name; Say " must have 1.."; Count MAX_WIDTH; Say " numbers, not "; Count n]
       end.

(** * They are the same numbers *)

Lemma lcm_right a b : Zpos (lcm a b) = Z.lcm (Zpos a) (Zpos b).
Proof.
  unfold lcm. pose proof (Z.lcm_nonneg (Zpos a) (Zpos b)) as N. destruct (Z.lcm (Zpos a) (Zpos b)) as [|c|c] eqn:E; [|reflexivity|lia].
  apply Z.lcm_eq_0 in E. lia.
Qed.

Lemma denominator_divides l : forall d, (Zpos d | Zpos (denominator l d)) /\ Forall (fun q => (Zpos (Qden q) | Zpos (denominator l d))) l.
Proof.
  induction l as [|q l IH]; intros d; [split; [apply Z.divide_refl | constructor]|].
  unfold denominator. cbn [fold_left]. fold (denominator l (if (Qden q =? 1)%positive then d else lcm d (Qden q))).
  destruct (IH (if (Qden q =? 1)%positive then d else lcm d (Qden q))) as [D F].
  destruct (Pos.eqb_spec (Qden q) 1) as [E|].
  - split; [exact D|]. constructor; [rewrite E; apply Z.divide_1_l | exact F].
  - rewrite lcm_right in *. split; [eapply Z.divide_trans; [apply Z.divide_lcm_l | exact D]|].
    constructor; [eapply Z.divide_trans; [apply Z.divide_lcm_r | exact D] | exact F].
Qed.

Lemma over_right d q : (Zpos (Qden q) | Zpos d) -> (over d q # d == q)%Q.
Proof.
  intros [k K]. unfold over. destruct (Pos.eqb_spec (Qden q) d) as [E|_].
  - destruct q as [n m]. cbn [Qnum Qden] in *. subst m. reflexivity.
  - rewrite K, Z.div_mul by discriminate. unfold Qeq. cbn [Qnum Qden]. rewrite K. ring.
Qed.

Lemma over_all d l : Forall (fun q => (Zpos (Qden q) | Zpos d)) l -> same (rationals (map (over d) l, d)) l.
Proof. induction 1 as [|q l D _ IH]; constructor; [apply over_right, D | exact IH]. Qed.

(** The integers are the rationals. *)
Theorem integers_right l : same (rationals (integers l)) l.
Proof. apply over_all, denominator_divides. Qed.

(** A scaled row spells the row, and the number. *)
Theorem scaled_row_right l b :
  let (d, r) := scaled_row l b in
  Forall2 (fun w v => fst v = fst w /\ (snd v # d == snd w)%Q) l (fst r) /\ (snd r # d == b)%Q.
Proof.
  unfold scaled_row. cbn zeta. destruct (denominator_divides (map snd l) (Qden b)) as [B F]. cbn [fst snd]. split; [|apply over_right, B].
  set (d := denominator (map snd l) (Qden b)) in *. clearbody d. clear B. rewrite Forall_map in F.
  induction F as [|w l D _ IH]; constructor; [|exact IH]. split; [reflexivity | apply over_right, D].
Qed.
