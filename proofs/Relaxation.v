(** Units: outputs of relus that stay open as variables between bounds, and the rule that bounds forms by them
    (docs/reference/format.md, section 5, Relaxation; theory, Theorems 12a to 12c). *)

From Coq Require Import ZArith QArith Qround List Lia Lqa Bool Setoid.
From Memocert Require Import Forms Nets.
From Memocert Require Export Intervals.
Import ListNotations.
Open Scope Z_scope.

(** Without the zeros at its end. *)
Definition trimmed (l : list Z) : list Z :=
  fold_right (fun a rest => match rest with [] => if a =? 0 then [] else [a] | _ => a :: rest end) [] l.

(** A form in p inputs and n units: what it is on the inputs, and the factors of the units, the newest first. *)
Definition apart (p n : nat) (f : form) : form * list Z :=
  let behind := skipn (S p) f in (firstn (S p) f, trimmed (repeat 0 (n - length behind) ++ rev (firstn n behind))).

(** [relu (before / divisor)], where [least <= scale * before / divisor <= greatest]; the form is kept apart too, as one in so
    many inputs and older units. *)
Record open_unit := Kept {
  before : form; divisor_of : Z; scale : Z; least : Z; greatest : Z;
  wide : nat; older : nat; parts : form * list Z; parts_right : parts = apart wide older before }.

Definition OpenUnit (p n : nat) (f : form) (q d l h : Z) : open_unit := Kept f q d l h p n (apart p n f) eq_refl.

(** The newest unit comes first; its form is one in the inputs and the units after it in the list, the older ones. *)
Definition open_units := list open_unit.

(** The value of a unit where its form has the value t. *)
Definition opened (u : open_unit) (t : Q) : Q := act Relu (t / inject_Z (divisor_of u)).

(** A point with the values of the units, the oldest first. *)
Fixpoint extension (z : list Q) (us : open_units) : list Q :=
  match us with
  | [] => z
  | u :: us' => let x := extension z us' in x ++ [opened u (ev (before u) x)]
  end.

Definition sound_at (u : open_unit) (t : Q) : Prop :=
  0 < divisor_of u /\ 0 < scale u /\
  (inject_Z (least u * divisor_of u) <= inject_Z (scale u) * t)%Q /\
  (inject_Z (scale u) * t <= inject_Z (greatest u * divisor_of u))%Q.

(** All units are between their bounds. *)
Fixpoint sound_units (z : list Q) (us : open_units) : Prop :=
  match us with
  | [] => True
  | u :: us' => sound_at u (ev (before u) (extension z us')) /\ sound_units z us'
  end.

(** * One unit *)

Definition up (a b : Z) : Z := - ((- a) / b).

Lemma up_above a b : 0 < b -> a <= b * up a b.
Proof. intros B. unfold up. pose proof (Z.mul_div_le (- a) b B). lia. Qed.

(** [a max(t, 0) - s q t]. *)
Definition difference (a s q t : Z) : Z := a * Z.max t 0 - s * q * t.

Definition most (a s : Z) (u : open_unit) : Z :=
  let d := difference a s (divisor_of u) in
  let m := Z.max (d (least u)) (d (greatest u)) in
  if (least u <? 0) && (0 <? greatest u) then Z.max m 0 else m.

(** A constant that a unit times a, without s times its form, does not pass. *)
Definition gap_of (a s : Z) (u : open_unit) : Z := up (most a s u) (scale u).

(** The slope where a hint names none. *)
Definition standard (a : Z) (u : open_unit) : Z :=
  let q := divisor_of u in
  let l := least u in
  let h := greatest u in
  if h <=? 0 then 0
  else if 0 <=? l then a / q
  else if 0 <? a then a * h / (q * (h - l))
  else if - l <? h then a / q else 0.

(** Between its ends a line is nowhere above both. *)
Lemma between_ends (c t l h m : Q) : (l <= t -> t <= h -> c * l <= m -> c * h <= m -> c * t <= m)%Q.
Proof.
  intros L H A B. destruct (Qlt_le_dec c 0).
  - assert (c * t <= c * l)%Q by nra. lra.
  - assert (c * t <= c * h)%Q by nra. lra.
Qed.

Lemma injZ_le a b : a <= b -> (inject_Z a <= inject_Z b)%Q.
Proof. rewrite <- Zle_Qle. auto. Qed.

(** The difference at an integer and the line that it is on. *)
Lemma difference_above a s q t m : 0 <= t -> difference a s q t <= m ->
  (inject_Z (a - s * q) * inject_Z t <= inject_Z m)%Q.
Proof.
  unfold difference. intros T D. rewrite Z.max_l in D by assumption. rewrite <- inject_Z_mult. apply injZ_le. lia.
Qed.

Lemma difference_below a s q t m : t <= 0 -> difference a s q t <= m ->
  (inject_Z (- (s * q)) * inject_Z t <= inject_Z m)%Q.
Proof.
  unfold difference. intros T D. rewrite Z.max_r in D by assumption. rewrite <- inject_Z_mult. apply injZ_le. lia.
Qed.

(** Theorem 12a for t = D f / q: the greatest value of a piecewise linear function is at an end or at 0. *)
Lemma piecewise (a s : Z) (u : open_unit) (t : Q) :
  (inject_Z (least u) <= t)%Q -> (t <= inject_Z (greatest u))%Q ->
  (inject_Z a * act Relu t - inject_Z (s * divisor_of u) * t <= inject_Z (most a s u))%Q.
Proof.
  intros L H. set (m := most a s u). set (q := divisor_of u). unfold act.
  assert (Dl : difference a s q (least u) <= m /\ difference a s q (greatest u) <= m).
  { subst m. unfold most. fold q. destruct (_ && _); lia. }
  assert (D0 : least u < 0 -> 0 < greatest u -> 0 <= m).
  { intros A B. subst m. unfold most. apply Z.ltb_lt in A, B. rewrite A, B. simpl. lia. }
  destruct Dl as [Dl Dh]. destruct (Qle_bool 0 t) eqn:T.
  - apply Qle_bool_iff in T.
    assert (G : 0 <= greatest u) by (apply injZ_nonneg; lra).
    assert (E : (inject_Z a * t - inject_Z (s * q) * t == inject_Z (a - s * q) * t)%Q).
    { unfold Z.sub. rewrite inject_Z_plus, inject_Z_opp. ring. }
    rewrite E. destruct (Z.ltb_spec (least u) 0) as [N|N].
    + apply (between_ends _ _ 0 (inject_Z (greatest u))); auto.
      * rewrite Qmult_0_r. apply -> injZ_nonneg. destruct (Z.eq_dec (greatest u) 0) as [Z0|]; [|apply D0; lia].
        rewrite Z0 in Dh. unfold difference in Dh. rewrite Z.max_id, !Z.mul_0_r in Dh. exact Dh.
      * apply difference_above; assumption.
    + apply (between_ends _ _ (inject_Z (least u)) (inject_Z (greatest u))); auto using difference_above.
  - assert (T' : (t < 0)%Q).
    { destruct (Qlt_le_dec t 0) as [|C]; [assumption|]. apply Qle_bool_iff in C. congruence. }
    assert (N : least u < 0) by (apply Z.nle_gt; intros C; apply injZ_nonneg in C; lra).
    assert (E : (inject_Z a * 0 - inject_Z (s * q) * t == inject_Z (- (s * q)) * t)%Q).
    { rewrite inject_Z_opp. ring. }
    rewrite E. destruct (Z.ltb_spec 0 (greatest u)) as [P|P].
    + apply (between_ends _ _ (inject_Z (least u)) 0); auto.
      * lra.
      * apply (difference_below a); [lia|assumption].
      * rewrite Qmult_0_r. apply -> injZ_nonneg. auto.
    + apply (between_ends _ _ (inject_Z (least u)) (inject_Z (greatest u))); auto.
      * apply (difference_below a); [lia|assumption].
      * apply (difference_below a); assumption.
Qed.

Lemma act_scale (d v : Q) : (0 < d -> act Relu (d * v) == d * act Relu v)%Q.
Proof.
  intros D. unfold act. destruct (Qle_bool 0 (d * v)) eqn:A, (Qle_bool 0 v) eqn:B; try ring.
  - apply Qle_bool_iff in A. exfalso. apply not_true_iff_false in B. apply B, Qle_bool_iff. nra.
  - apply Qle_bool_iff in B. exfalso. apply not_true_iff_false in A. apply A, Qle_bool_iff. nra.
Qed.

(** Theorem 12a: a unit times a is at most s times its form and a constant, whatever the slope s. *)
Theorem one_unit : forall a s u t, sound_at u t ->
  (inject_Z a * opened u t <= inject_Z s * t + inject_Z (gap_of a s u))%Q.
Proof.
  intros a s u t (Q0 & D0 & L & H). unfold opened, gap_of.
  set (q := inject_Z (divisor_of u)). set (d := inject_Z (scale u)).
  assert (Qq : (0 < q)%Q) by (apply -> injZ_pos; exact Q0). assert (Dd : (0 < d)%Q) by (apply -> injZ_pos; exact D0).
  rewrite inject_Z_mult in L, H. fold q d in L, H.
  assert (E : (t == q * (t / q))%Q) by (field; lra).
  set (v := (t / q)%Q) in *. assert (P := piecewise a s u (d * v)).
  assert (M : most a s u <= scale u * up (most a s u) (scale u)) by (apply up_above; exact D0).
  apply injZ_le in M. rewrite inject_Z_mult in M. fold d in M.
  rewrite E in L, H |- *. rewrite act_scale in P by exact Dd. rewrite inject_Z_mult in P. fold q in P.
  assert (L' : (inject_Z (least u) <= d * v)%Q) by nra. assert (H' : (d * v <= inject_Z (greatest u))%Q) by nra.
  specialize (P L' H'). set (w := act Relu v) in *. set (g := inject_Z (up (most a s u) (scale u))) in *.
  assert (R : (d * (inject_Z a * w - inject_Z s * (q * v) - g) <= 0)%Q).
  { setoid_replace (d * (inject_Z a * w - inject_Z s * (q * v) - g))%Q
      with (inject_Z a * (d * w) - inject_Z s * q * (d * v) - d * g)%Q by ring. lra. }
  assert (inject_Z a * w - inject_Z s * (q * v) - g <= 0)%Q by nra. lra.
Qed.

(** * The bound of a form *)

(** [f] with a constant added. *)
Definition plus (c : Z) (f : form) : form := match f with [] => [c] | b :: f' => (b + c) :: f' end.

Lemma ev_plus c f z : (ev (plus c f) z == ev f z + inject_Z c)%Q.
Proof.
  unfold ev. destruct f as [|b f]; cbn [plus lin]; [ring|]. rewrite inject_Z_plus. ring.
Qed.

(** Slopes from a hint, the newest unit first: how many units are passed over, and a number. *)
Definition slopes := list (nat * Z).

(** The slope for a unit with this factor: that of a hint, if it is the next that is named. *)
Definition slope_for (a : Z) (u : open_unit) (ss : slopes) : Z * slopes :=
  match ss with
  | (O, s) :: ss' => (s, ss')
  | (S gap, s) :: ss' => (if a =? 0 then 0 else standard a u, (gap, s) :: ss')
  | [] => (if a =? 0 then 0 else standard a u, [])
  end.

(** The form of a unit after n others, apart: as it is kept. *)
Definition kept_apart (p n : nat) (u : open_unit) : form * list Z :=
  if (wide u =? p)%nat && (older u =? n)%nat then parts u else apart p n (before u).

(** Units are replaced, the newest first, of so many; those that are not in the form, with no slope, are passed over. *)
Fixpoint eliminated (p n : nat) (us : open_units) (ss : slopes) (f : form) (factors : list Z) : option form :=
  match factors, ss with
  | [], [] => Some f
  | _, _ =>
      match us with
      | [] => match ss with [] => Some f | _ => None end
      | u :: us' =>
          let a := hd 0 factors in
          let named := slope_for a u ss in
          let s := fst named in
          if (a =? 0) && (s =? 0) then eliminated p (pred n) us' (snd named) f (tl factors)
          else
            let g := plus (gap_of a s u) f in
            if s =? 0 then eliminated p (pred n) us' (snd named) g (tl factors)
            else
              let row := kept_apart p (pred n) u in
              eliminated p (pred n) us' (snd named) (addmul s (fst row) g) (addmul s (snd row) (tl factors))
      end
  end.

(** The values of the units, the newest first. *)
Fixpoint values (z : list Q) (us : open_units) : list Q :=
  match us with
  | [] => []
  | u :: us' => opened u (ev (before u) (extension z us')) :: values z us'
  end.

Lemma extension_values z us : extension z us = z ++ rev (values z us).
Proof.
  induction us as [|u us IH]; cbn [extension values rev]; [symmetry; apply app_nil_r|]. rewrite IH at 1. symmetry. apply app_assoc.
Qed.

Lemma values_length z us : length (values z us) = length us.
Proof. induction us as [|u us IH]; cbn [values length]; [reflexivity | rewrite IH; reflexivity]. Qed.

Lemma lin_both f : forall x y, (lin f (x ++ y) == lin (firstn (length x) f) x + lin (skipn (length x) f) y)%Q.
Proof.
  induction f as [|a f IH]; intros [|q x] y; cbn [length firstn skipn app lin]; try ring.
  rewrite IH. ring.
Qed.

Lemma lin_same_length f g : forall x y, length f = length x -> (lin (f ++ g) (x ++ y) == lin f x + lin g y)%Q.
Proof.
  induction f as [|a f IH]; intros [|q x] y L; try discriminate; cbn [app lin]; [ring|]. injection L as L. rewrite IH by exact L. ring.
Qed.

Lemma lin_reversed f : forall x, length f = length x -> (lin f (rev x) == lin (rev f) x)%Q.
Proof.
  induction f as [|a f IH] using rev_ind; intros x L.
  - destruct x; [reflexivity | discriminate].
  - destruct x as [|q x]; rewrite app_length, Nat.add_comm in L; [discriminate|]. injection L as L. rewrite rev_unit. cbn [rev lin].
    rewrite lin_same_length by (rewrite rev_length; exact L). rewrite IH by exact L. cbn [lin]. ring.
Qed.

Lemma lin_padded f n x : length x = n -> (lin f x == lin (firstn n f ++ repeat 0%Z (n - length f)) x)%Q.
Proof.
  intros <-. revert x. induction f as [|a f IH]; intros x.
  - rewrite firstn_nil, Nat.sub_0_r. cbn [app]. induction x as [|q x IH]; cbn [length repeat lin]; [reflexivity|].
    rewrite <- IH. change (inject_Z 0) with 0%Q. cbn [lin]. ring.
  - destruct x as [|q x]; cbn [length firstn Nat.sub app lin]; [reflexivity|]. rewrite (IH x). reflexivity.
Qed.

Lemma repeat_reversed n : rev (repeat 0%Z n) = repeat 0%Z n.
Proof.
  induction n as [|n IH]; [reflexivity|]. cbn [repeat rev]. rewrite IH. clear. induction n as [|n IH]; [reflexivity|].
  cbn [repeat app]. rewrite IH. reflexivity.
Qed.

Lemma lin_trimmed l : forall x, (lin (trimmed l) x == lin l x)%Q.
Proof.
  induction l as [|a l IH]; intros x; [reflexivity|]. unfold trimmed in *. cbn [fold_right].
  destruct (fold_right _ [] l) as [|b rest] eqn:E.
  - destruct (Z.eqb_spec a 0) as [->|_]; destruct x as [|q x]; cbn [lin]; try reflexivity; rewrite <- IH; cbn [lin];
      change (inject_Z 0) with 0%Q; ring.
  - destruct x as [|q x]; [reflexivity|]. cbn [lin] in *. rewrite <- IH. reflexivity.
Qed.

Lemma apart_value z us f : let parts := apart (length z) (length us) f in
  (ev f (extension z us) == ev (fst parts) z + lin (snd parts) (values z us))%Q.
Proof.
  cbv zeta. unfold apart. cbn [fst snd]. rewrite lin_trimmed, extension_values. unfold ev. rewrite app_comm_cons, lin_both. cbn [length].
  set (t := skipn _ f). apply Qplus_inj_l. rewrite (lin_padded t (length us)) by (rewrite rev_length; apply values_length).
  rewrite lin_reversed.
  - rewrite rev_app_distr, repeat_reversed. reflexivity.
  - rewrite values_length, app_length, firstn_length, repeat_length. lia.
Qed.

Lemma kept_apart_is p n u : kept_apart p n u = apart p n (before u).
Proof.
  unfold kept_apart. destruct (Nat.eqb_spec (wide u) p) as [<-|], (Nat.eqb_spec (older u) n) as [<-|]; try reflexivity. apply parts_right.
Qed.

Lemma extension_length z us : length (extension z us) = (length z + length us)%nat.
Proof. induction us as [|u us IH]; simpl; [lia|]. rewrite app_length, IH. simpl. lia. Qed.

Lemma lin_first factors v vs : (lin factors (v :: vs) == inject_Z (hd 0%Z factors) * v + lin (tl factors) vs)%Q.
Proof. destruct factors; cbn [lin hd tl]; [change (inject_Z 0) with 0%Q; ring | reflexivity]. Qed.

Lemma eliminated_above z us : sound_units z us -> forall ss f factors g,
  eliminated (length z) (length us) us ss f factors = Some g -> (ev f z + lin factors (values z us) <= ev g z)%Q.
Proof.
  induction us as [|u us IH]; intros Su ss f factors g E.
  - assert (G : f = g) by (cbn [eliminated] in E; destruct factors, ss; congruence). subst g. cbn [values]. rewrite lin_nil_r. lra.
  - assert (G : factors = [] /\ f = g \/
      (let a := hd 0 factors in let named := slope_for a u ss in let s := fst named in
       if (a =? 0) && (s =? 0) then eliminated (length z) (length us) us (snd named) f (tl factors)
       else let g := plus (gap_of a s u) f in
         if s =? 0 then eliminated (length z) (length us) us (snd named) g (tl factors)
         else let row := kept_apart (length z) (length us) u in
           eliminated (length z) (length us) us (snd named) (addmul s (fst row) g) (addmul s (snd row) (tl factors))) = Some g).
    { cbn [eliminated length pred] in E. destruct factors; [|right; exact E]. destruct ss; [|right; exact E]. left. split; congruence. }
    clear E. destruct G as [[-> ->]|E]; [cbn [lin]; lra|]. cbv zeta in E.
    destruct Su as [U Su]. cbn [values]. rewrite lin_first.
    set (x := extension z us) in *. set (v := opened u (ev (before u) x)). set (a := hd 0 factors) in *.
    set (named := slope_for a u ss) in E. set (s := fst named) in *. rewrite kept_apart_is in E.
    pose proof (one_unit a s u _ U) as O. fold v in O. specialize (IH Su).
    destruct (Z.eqb_spec a 0) as [A|A], (Z.eqb_spec s 0) as [B|B]; cbn [andb] in E; apply IH in E.
    + rewrite A. change (inject_Z 0) with 0%Q. lra.
    + rewrite ev_addmul, lin_addmul, ev_plus in E. pose proof (apart_value z us (before u)) as P. cbv zeta in P. fold x in P.
      rewrite P, Qmult_plus_distr_r in O. lra.
    + rewrite ev_plus, B in E. rewrite B in O. change (inject_Z 0) with 0%Q in O. lra.
    + rewrite ev_addmul, lin_addmul, ev_plus in E. pose proof (apart_value z us (before u)) as P. cbv zeta in P. fold x in P.
      rewrite P, Qmult_plus_distr_r in O. lra.
Qed.

(** The bound of a form, and whether it is made of a strict end. *)
Definition bound (b : box) (us : open_units) (ss : slopes) (f : form) : option (Q * bool) :=
  let n := length us in
  let row := apart (length b) n f in
  match eliminated (length b) n us ss (fst row) (snd row) with
  | Some (c :: g) => highest g b (inject_Z c) false
  | Some [] => Some (0%Q, false)
  | None => None
  end.

(** Theorem 12b: at every point of the intervals, with units between their bounds, a form does not pass its bound. *)
Theorem bound_sound : forall b us ss f most z, held b z -> length z = length b -> sound_units z us ->
  bound b us ss f = Some most -> below (ev f (extension z us)) most.
Proof.
  intros b us ss f m z H L Su B. unfold bound in B. rewrite <- L in B.
  cbv zeta in B. pose proof (apart_value z us f) as P. cbv zeta in P. set (row := apart _ _ f) in *.
  destruct (eliminated (length z) (length us) us ss (fst row) (snd row)) as [g|] eqn:E; [|discriminate].
  apply (eliminated_above z us Su) in E. rewrite <- P in E. clear P.
  assert (G : below (ev g z) m).
  { destruct g as [|c g].
    - injection B as <-. split; [apply Qle_refl|discriminate].
    - eapply below_proper; [|eapply (highest_below g b z (inject_Z c) (inject_Z c) false m H L); [|exact B]].
      + unfold ev. cbn [lin]. ring.
      + split; [apply Qle_refl|discriminate]. }
  destruct G as [G1 G2]. split; [lra|]. intros S. specialize (G2 S). lra.
Qed.

(** * Contradictions by bounds *)

(** A number that is not passed contradicts that the sum of constraints is at least 0, or positive if it is [strict]. *)
Definition negative (most : Q * bool) (strict : bool) : bool :=
  if Qle_bool 0 (fst most) then Qeq_bool (fst most) 0 && (strict || snd most) else true.

Definition impossible_by_bound (b : box) (us : open_units) (ss : slopes) (found : option (form * bool)) : bool :=
  match found with
  | Some (f, strict) => match bound b us ss f with Some most => negative most strict | None => false end
  | None => false
  end.

(** The region contradicts itself, by bounds. *)
Definition empty_by_bounds (b : box) (us : open_units) (region : list constraint) (ss : slopes) (ms : multipliers) : bool :=
  impossible_by_bound b us ss (combination region ms [] false).

Lemma negative_sound most strict v : negative most strict = true -> below v most ->
  (0 <= v)%Q -> (strict = true -> (0 < v)%Q) -> False.
Proof.
  unfold negative. intros N [B1 B2] V1 V2. destruct (Qle_bool 0 (fst most)) eqn:E.
  - apply andb_prop in N. destruct N as [Z S]. apply Qeq_bool_eq in Z. apply orb_prop in S. destruct S as [S|S].
    + specialize (V2 S). lra.
    + specialize (B2 S). lra.
  - assert (~ (0 <= fst most)%Q) as N' by (intros C; apply Qle_bool_iff in C; congruence). apply N'. lra.
Qed.

Definition largest_divisor (us : open_units) : Z := fold_right (fun u n => Z.max (divisor_of u) n) 1 us.

Lemma largest_divisor_positive us : 1 <= largest_divisor us.
Proof. unfold largest_divisor. induction us as [|u us IH]; simpl; lia. Qed.

(** What m x does not pass, divided by m and rounded up to a multiple of q. *)
Lemma rounded m q x most : 0 < m -> 0 < q -> (inject_Z m * x <= most)%Q ->
  (x <= inject_Z (Qceiling (most / inject_Z (m * q)) * q))%Q.
Proof.
  intros M P H. pose proof (Qle_ceiling (most / inject_Z (m * q))) as C. set (c := Qceiling _) in *.
  apply (proj1 (injZ_pos _)) in M, P. rewrite inject_Z_mult in C |- *.
  set (k := (most / (inject_Z m * inject_Z q))%Q) in *.
  assert (E : (most == k * (inject_Z m * inject_Z q))%Q) by (unfold k; field; split; lra).
  assert (B : (k * (inject_Z m * inject_Z q) <= inject_Z c * (inject_Z m * inject_Z q))%Q)
    by (apply Qmult_le_compat_r; [exact C | apply Qmult_le_0_compat; lra]).
  assert (T : (inject_Z m * (x - inject_Z c * inject_Z q) <= 0)%Q).
  { setoid_replace (inject_Z m * (x - inject_Z c * inject_Z q))%Q
      with (inject_Z m * x - inject_Z c * (inject_Z m * inject_Z q))%Q by ring. lra. }
  assert (x - inject_Z c * inject_Z q <= 0)%Q by nra. lra.
Qed.

(** A sum of constraints is at least what was there before them. *)
Lemma combination_above x ms : forall region acc strict f s,
  inside x region -> combination region ms acc strict = Some (f, s) -> (ev acc x <= ev f x)%Q.
Proof.
  induction ms as [|[gap m] ms IH]; intros region acc strict f s I H; cbn [combination] in H.
  - injection H as <- <-. apply Qle_refl.
  - pose proof (inside_skipn x gap region I) as J. destruct (skipn gap region) as [|[g r] rest]; [discriminate|].
    inversion J as [|? ? S J']; subst. unfold satisfies in S. cbn [fst snd] in S.
    assert (N : m <? 0 = false -> (0 <= inject_Z m)%Q) by (intros N; apply Z.ltb_ge in N; apply -> injZ_nonneg; exact N).
    destruct r; cbn [stands] in S.
    + destruct (m <? 0); [discriminate|]. apply IH in H; [|exact J']. rewrite ev_addmul in H. specialize (N eq_refl). nra.
    + destruct (m <? 0); [discriminate|]. apply IH in H; [|exact J']. rewrite ev_addmul in H. specialize (N eq_refl). nra.
    + apply IH in H; [|exact J']. rewrite ev_addmul, S in H. lra.
Qed.

Section Point.

Variable b : box.
Variable us : open_units.
Variable z : list Q.
Hypothesis z_held : held b z.
Hypothesis z_length : length z = length b.
Hypothesis z_units : sound_units z us.

Lemma impossible_by_bound_good ss f s : impossible_by_bound b us ss (Some (f, s)) = true ->
  good (extension z us) f s -> False.
Proof.
  unfold impossible_by_bound. destruct (bound b us ss f) as [most|] eqn:B; [|discriminate]. intros N [G1 G2].
  eapply negative_sound; [exact N| |exact G1|exact G2]. eapply bound_sound; eassumption.
Qed.

Theorem empty_by_bounds_sound : forall region ss ms, empty_by_bounds b us region ss ms = true ->
  ~ inside (extension z us) region.
Proof.
  unfold empty_by_bounds. intros region ss ms H I.
  destruct (combination region ms [] false) as [[f s]|] eqn:E; [|discriminate].
  eapply impossible_by_bound_good; [exact H|]. eapply combination_good; [exact I| |exact E].
  split; [apply Qle_refl|discriminate].
Qed.

(** * Bounds of units *)

(** The checker's own bounds of D f / q. *)
Definition own_bounds (f : form) (q d : Z) : option (Z * Z) :=
  let r := up (largest_divisor us) q in
  match bound b us [] (map (Z.mul (- (d * r))) f), bound b us [] (map (Z.mul (d * r)) f) with
  | Some (low, _), Some (high, _) =>
      Some (- Qceiling (low / inject_Z (r * q)), Qceiling (high / inject_Z (r * q)))
  | _, _ => None
  end.

Lemma own_bounds_sound f q d l h : 0 < q -> 0 < d -> own_bounds f q d = Some (l, h) ->
  (inject_Z (l * q) <= inject_Z d * ev f (extension z us))%Q /\ (inject_Z d * ev f (extension z us) <= inject_Z (h * q))%Q.
Proof.
  intros Hq D. unfold own_bounds. set (r := up (largest_divisor us) q).
  assert (R : 0 < r).
  { pose proof (largest_divisor_positive us). pose proof (up_above (largest_divisor us) q Hq) as U. fold r in U. nia. }
  destruct (bound b us [] (map (Z.mul (- (d * r))) f)) as [[low s]|] eqn:L; [|discriminate].
  destruct (bound b us [] (map (Z.mul (d * r)) f)) as [[high s']|] eqn:H; [|discriminate]. intros E. injection E as <- <-.
  apply (bound_sound b us [] _ _ z z_held z_length z_units) in L, H. destruct L as [L _], H as [H _]. cbn [fst] in *.
  unfold ev in L, H. rewrite lin_scale in L, H.
  change (lin f (1%Q :: extension z us)) with (ev f (extension z us)) in L, H. set (v := ev f (extension z us)) in *.
  rewrite inject_Z_opp, inject_Z_mult in L. rewrite inject_Z_mult in H.
  split.
  - assert (A : (inject_Z r * - (inject_Z d * v) <= low)%Q) by lra.
    apply (rounded r q _ _ R Hq) in A. rewrite Z.mul_opp_l, inject_Z_opp. lra.
  - apply rounded; [exact R | exact Hq | lra].
Qed.

(** One bound of D f / q by a hint: from above if m is positive, else, negated, from below. *)
Definition hinted_bound (f : form) (q d : Z) (region : list constraint) (m : Z) (ss : slopes) (ms : multipliers)
  : option Z :=
  match combination region ms (map (Z.mul m) f) false with
  | Some (g, _) =>
      match bound b us ss g with
      | Some (most, _) => Some (Qceiling (inject_Z d * most / inject_Z (Z.abs m * q)))
      | None => None
      end
  | None => None
  end.

Lemma hinted_bound_sound f q d region m ss ms c : 0 < q -> 0 < d -> m <> 0 -> inside (extension z us) region ->
  hinted_bound f q d region m ss ms = Some c ->
  (inject_Z (Z.sgn m) * (inject_Z d * ev f (extension z us)) <= inject_Z (c * q))%Q.
Proof.
  intros Hq D M I. unfold hinted_bound. destruct (combination _ _ _ _) as [[g s]|] eqn:C; [|discriminate].
  destruct (bound b us ss g) as [[most s']|] eqn:B; [|discriminate]. intros E. injection E as <-.
  apply (combination_above _ _ _ _ _ _ _ I) in C. apply (bound_sound b us ss _ _ z z_held z_length z_units) in B.
  destruct B as [B _]. cbn [fst] in B. unfold ev in C at 1. rewrite lin_scale in C.
  change (lin f (1%Q :: extension z us)) with (ev f (extension z us)) in C. set (v := ev f (extension z us)) in *.
  apply rounded; [lia | exact Hq |]. apply (proj1 (injZ_pos _)) in D.
  assert (A : (inject_Z (Z.abs m) * (inject_Z (Z.sgn m) * (inject_Z d * v)) == inject_Z d * (inject_Z m * v))%Q).
  { assert (S : m = Z.abs m * Z.sgn m) by (destruct m; simpl; lia).
    rewrite S at 3. rewrite inject_Z_mult. ring. }
  rewrite A. nra.
Qed.

End Point.
