(** A constraint that was read says what docs/reference/format.md, section 4, says: ROW . z RELATION NUMBER. *)

From Coq Require Import String NArith ZArith QArith List Bool Lia Lqa.
From Memocert Require Import Forms.
From Memocert Require Import native.Bytes native.Json native.Rows native.Claim.
From Memocert Require Model.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.
Open Scope list_scope.

(** A row as a vector: positions that are passed over have the weight 0. *)
Fixpoint weights (pairs : list (nat * Q)) : list Q :=
  match pairs with
  | [] => []
  | (gap, w) :: pairs' => repeat 0%Q gap ++ w :: weights pairs'
  end.

(** One of the five relations, as the table of [Claim] has them. *)
Definition compares (r : bool * Forms.relation) (v q : Q) : Prop :=
  match r with
  | (true, Nonnegative) => (q <= v)%Q
  | (true, Positive) => (q < v)%Q
  | (false, Nonnegative) => (v <= q)%Q
  | (false, Positive) => (v < q)%Q
  | (_, Forms.Zero) => (v == q)%Q
  end.

Lemma primitive_times f : exists g, 0 < g /\ f = map (Z.mul g) (primitive f).
Proof.
  unfold primitive. destruct (Z.leb_spec (divisor 0 f) 1) as [|G].
  - exists 1. split; [lia|]. rewrite <- (map_id f) at 1. apply map_ext. intros a. lia.
  - destruct (divisor_divides f 0 ltac:(lia)) as [_ D]. set (g := divisor 0 f) in *. clearbody g. exists g. split; [lia|].
    rewrite map_map. induction D as [|a f H D IH]; [reflexivity|]. cbn [map]. rewrite <- IH. f_equal. symmetry. apply divides_back; [lia | exact H].
Qed.

Lemma lin_app_zeros gap a f : forall z,
  (lin (repeat 0%Z gap ++ a :: f) z == match skipn gap z with q :: z' => inject_Z a * q + lin f z' | [] => 0 end)%Q.
Proof.
  induction gap as [|gap IH]; intros [|q z]; cbn [repeat app lin skipn]; try reflexivity.
  rewrite IH. change (inject_Z 0) with 0%Q. destruct (skipn gap z); ring.
Qed.

Lemma dot_app_zeros gap w v : forall z,
  (Model.dot (repeat 0%Q gap ++ w :: v) z == match skipn gap z with q :: z' => w * q + Model.dot v z' | [] => 0 end)%Q.
Proof.
  induction gap as [|gap IH]; intros [|q z]; cbn [repeat app Model.dot skipn]; try reflexivity.
  rewrite IH. destruct (skipn gap z); ring.
Qed.

Lemma places_scaled g gaps : forall l z, (lin (places (combine gaps (map (Z.mul g) l))) z == inject_Z g * lin (places (combine gaps l)) z)%Q.
Proof.
  induction gaps as [|gap gaps IH]; intros [|a l] z; cbn [map combine places]; try (cbn [lin]; ring).
  rewrite !lin_app_zeros. destruct (skipn gap z) as [|q z']; [ring|]. rewrite IH, inject_Z_mult. ring.
Qed.

Lemma places_weights d pairs ws : Forall2 (fun (w : nat * Q) (v : nat * Z) => fst v = fst w /\ (snd v # d == snd w)%Q) pairs ws ->
  forall z, (lin (places ws) z == inject_Z (Zpos d) * Model.dot (weights pairs) z)%Q.
Proof.
  induction 1 as [|[gap w] [gap' v] pairs ws [G W] _ IH]; intros z; cbn [places weights fst snd] in *; [cbn [lin Model.dot]; ring|].
  subst gap'. rewrite lin_app_zeros, dot_app_zeros. destruct (skipn gap z) as [|q z']; [ring|]. rewrite IH, <- W.
  setoid_replace (inject_Z v)%Q with (inject_Z (Zpos d) * (v # d))%Q; [ring|].
  unfold Qeq, Qmult, inject_Z. cbn [Qnum Qden]. rewrite Pos.mul_1_l, Z.mul_1_r. apply Z.mul_comm.
Qed.

Lemma ev_sparse c ws z : (ev (sparse c ws) z == inject_Z c + lin (places ws) z)%Q.
Proof. unfold ev, sparse. cbn [lin]. ring. Qed.

Lemma combine_split {A B} (l : list (A * B)) : combine (map fst l) (map snd l) = l.
Proof. induction l as [|[a b] l IH]; cbn; [reflexivity | rewrite IH; reflexivity]. Qed.

(** The value of the form, but for a positive factor. *)
Lemma primitive_value (positive : bool) c ws z : let f := primitive (c :: map snd ws) in
  let f := if positive then f else opposite f in
  exists g, (0 < g)%Q /\
    (g * ev (sparse (hd 0%Z f) (combine (map fst ws) (tl f))) z == (if positive then 1 else - (1)) * ev (sparse c ws) z)%Q.
Proof.
  cbv zeta. destruct (primitive_times (c :: map snd ws)) as (g & G & E). set (f := primitive _) in *. clearbody f.
  exists (inject_Z g). split; [apply -> injZ_pos; exact G|]. destruct f as [|a f]; [discriminate|]. cbn [map] in E. injection E as Ec Ew.
  rewrite !ev_sparse, Ec. rewrite <- (combine_split ws) at 2. rewrite Ew, places_scaled, inject_Z_mult.
  destruct positive; cbn [opposite map hd tl]; [ring|].
  assert (N : (lin (places (combine (map fst ws) (map Z.opp f))) z == - lin (places (combine (map fst ws) f)) z)%Q).
  { replace (map Z.opp f) with (map (Z.mul (-1)) f) by (apply map_ext; intros; lia). rewrite places_scaled. change (inject_Z (-1)) with (-1)%Q. ring. }
  rewrite N, inject_Z_opp. ring.
Qed.

Lemma same_sign (g e v u : Q) : (0 < g)%Q -> (0 < e)%Q -> (g * v == e * u)%Q ->
  ((0 <= v)%Q <-> (0 <= u)%Q) /\ ((0 < v)%Q <-> (0 < u)%Q) /\ ((v == 0)%Q <-> (u == 0)%Q).
Proof.
  intros G E V. assert (N : forall a b x y : Q, (0 < a -> 0 < b -> a * x == b * y -> 0 <= x -> 0 <= y)%Q).
  { intros a b x y A B Z X. destruct (Qlt_le_dec y 0) as [Y|Y]; [exfalso | exact Y]. nra. }
  assert (P : forall a b x y : Q, (0 < a -> 0 < b -> a * x == b * y -> 0 < x -> 0 < y)%Q).
  { intros a b x y A B Z X. destruct (Qlt_le_dec 0 y) as [Y|Y]; [exact Y | exfalso]. nra. }
  assert (V' : (e * u == g * v)%Q) by (symmetry; exact V).
  split; [split; [exact (N g e v u G E V) | exact (N e g u v E G V')]|].
  split; [split; [exact (P g e v u G E V) | exact (P e g u v E G V')]|]. split; intros H.
  - rewrite H, Qmult_0_r in V'. destruct (Qmult_integral _ _ V'); [lra | assumption].
  - rewrite H, Qmult_0_r in V. destruct (Qmult_integral _ _ V); [lra | assumption].
Qed.

Theorem bound_of_means : forall row sign number b, bound_of (List [row; sign; number]) = Good b ->
  exists pairs r q, gap_row WIDEST row = Good pairs /\ choice "the relation" ">= > = <= <" relations sign = Good r /\
    rational "the bound" number = Good q /\
    forall z, satisfies z (constraint b) <-> compares r (Model.dot (weights pairs) z) q.
Proof.
  intros row sign number b H. unfold bound_of, entries in H. cbn [bind] in H.
  destruct (choice _ _ relations sign) as [r|] eqn:R; [|discriminate]. cbn [bind] in H.
  destruct (gap_row WIDEST row) as [pairs|] eqn:P; [|discriminate]. cbn [bind] in H.
  destruct (rational "the bound" number) as [q|] eqn:Qq; [|discriminate]. cbn [bind] in H.
  exists pairs, r, q. split; [reflexivity|]. split; [reflexivity|]. split; [reflexivity|]. intros z.
  pose proof (scaled_row_right pairs (- q)) as S. destruct (scaled_row pairs (- q)) as [d [ws c]]. cbn [fst snd] in S, H.
  destruct S as [S B]. injection H as <-. unfold constraint, satisfies. cbn [constant factors relation fst snd].
  destruct (primitive_value (fst r) c ws z) as (g & G & V). cbv zeta in V.
  set (v := ev (sparse (hd 0 _) _) z) in *. clearbody v. rewrite ev_sparse, (places_weights d pairs ws S z) in V.
  assert (C : (inject_Z c == inject_Z (Zpos d) * - q)%Q).
  { rewrite <- B. unfold Qeq, Qmult, inject_Z. cbn [Qnum Qden]. rewrite Pos.mul_1_l, Z.mul_1_r. apply Z.mul_comm. }
  rewrite C in V. set (w := Model.dot (weights pairs) z) in *. assert (D : (0 < inject_Z (Zpos d))%Q) by reflexivity.
  set (e := inject_Z (Zpos d)) in *. clearbody e. clear - V G D.
  assert (V' : (g * v == e * (if fst r then w - q else q - w))%Q) by (rewrite V; destruct (fst r); ring).
  destruct (same_sign g e v _ G D V') as (A & B & E). destruct r as [[] []]; cbn [fst snd compares stands] in *;
    first [rewrite A | rewrite B | rewrite E]; split; intros K; lra.
Qed.
