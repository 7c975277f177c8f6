(** Products of affine functions: where 2^c of them cannot take the labels of some rows, whichever rows each takes, no network does
    with c comparisons. The hint *powers* of docs/reference/format.md. *)

From Coq Require Import QArith List Bool Arith Lia.
From Memocert Require Import Model NormalForm Counting.
Import ListNotations.
Open Scope Q_scope.

(** * Columns: a number of each row *)

Definition column (d : data) (g : vec * vec -> Q) : vec := map (fun row => Qred (g row)) d.

Fixpoint times (l c : vec) : vec :=
  match l, c with
  | a :: l', b :: c' => Qred (a * b) :: times l' c'
  | _, _ => []
  end.

Lemma times_combination l : forall d g h, combination (times l (column d g)) d h == combination l d (fun row => g row * h row).
Proof.
  induction l as [|a l IH]; intros [|row d] g h; cbn [column map times combination]; try reflexivity.
  fold (column d g). rewrite IH. setoid_replace (Qred (a * Qred (g row))) with (a * g row) by (rewrite !Qred_correct; reflexivity). ring.
Qed.

(** The sum, digits kept short. *)
Definition total (l : vec) : Q := fold_left (fun sum a => Qred (sum + a)) l 0.

Lemma total_combination l : forall d, length l = length d -> total l == combination l d (fun _ => 1).
Proof.
  unfold total. intros d L. setoid_replace (combination l d (fun _ => 1)) with (0 + combination l d (fun _ => 1)) by ring.
  generalize 0 as sum. revert d L. induction l as [|a l IH]; intros [|row d] L sum; try discriminate; cbn [fold_left combination]; [ring|].
  injection L as L. rewrite (IH d L), Qred_correct. ring.
Qed.

(** Label k of a row, its coordinates, and 1. *)
Definition label (k : nat) (row : vec * vec) : Q := nth k (snd row) 0.
Definition coordinate (j : nat) (row : vec * vec) : Q := nth j (fst row) 0.
Definition one (_ : vec * vec) : Q := 1.

Definition factors_of (p : nat) : list (vec * vec -> Q) := one :: map coordinate (seq 0 p).

(** * All products of so many factors, each once: no factor comes before the last one in the list *)

(** Elements, each with all from it on. *)
Fixpoint onward {A} (l : list A) : list (A * list A) :=
  match l with
  | [] => []
  | a :: l' => (a, l) :: onward l'
  end.

(** The sums of all products of so many columns are 0. *)
Fixpoint vanish (n : nat) (columns : list vec) (l : vec) : bool :=
  match n with
  | O => Qeq_bool (total l) 0
  | S n => forallb (fun c => vanish n (snd c) (times l (fst c))) (onward columns)
  end.

(** The same, but for the power of the last column, which is beside. *)
Definition vanish_but_power (n : nat) (columns : list vec) (last l : vec) : bool :=
  match n with
  | O => true
  | S n => forallb (fun c => vanish n (snd c ++ [last]) (times l (fst c))) (onward columns)
  end.

Fixpoint power (k n : nat) (row : vec * vec) : Q :=
  match n with
  | O => 1
  | S n => label k row * power k n row
  end.

(** Multipliers times so high a power of a column. *)
Fixpoint raised (n : nat) (l c : vec) : vec :=
  match n with
  | O => l
  | S n => raised n (times l c) c
  end.

Definition powered (p q c : nat) (l : list Q) (s : data) : bool :=
  (length l =? length s)%nat &&
  let columns := map (column s) (factors_of p) in
  existsb (fun k => let last := column s (label k) in
    negb (Qeq_bool (total (raised (2 ^ c) l last)) 0) && vanish_but_power (2 ^ c) columns last l) (seq 0 q).

Fixpoint all_of (fs : list (vec * vec -> Q)) (row : vec * vec) : Q :=
  match fs with
  | [] => 1
  | f :: fs => f row * all_of fs row
  end.

Lemma all_of_app fs : forall gs row, all_of (fs ++ gs) row == all_of fs row * all_of gs row.
Proof. induction fs as [|f fs IH]; intros gs row; cbn [app all_of]; [ring|]. rewrite IH. ring. Qed.

Lemma all_of_moved fs f gs row : all_of (fs ++ f :: gs) row == f row * all_of (fs ++ gs) row.
Proof. rewrite !all_of_app. cbn [all_of]. ring. Qed.

(** The first of the factors is among them, or they are all behind it. *)
Lemma first_or_none {A} (f : A) rest gs : Forall (fun g => In g (f :: rest)) gs ->
  Forall (fun g => In g rest) gs \/ exists before after, gs = before ++ f :: after.
Proof.
  induction 1 as [|g gs [<- | I] _ [B | (before & after & ->)]]; auto; right.
  - exists [], gs. reflexivity.
  - exists [], (before ++ f :: after). reflexivity.
  - exists (g :: before), after. reflexivity.
Qed.

Lemma times_length l : forall c, length c = length l -> length (times l c) = length l.
Proof. induction l as [|a l IH]; intros [|b c] L; try discriminate; cbn [times length]; [reflexivity|]. f_equal. apply IH. injection L. auto. Qed.

Lemma column_length d g : length (column d g) = length d.
Proof. apply map_length. Qed.

Lemma raised_total k d n : forall l, length l = length d -> total (raised n l (column d (label k))) == combination l d (power k n).
Proof.
  induction n as [|n IH]; intros l L; cbn [raised power]; [exact (total_combination l d L)|].
  rewrite IH by (rewrite times_length by (rewrite column_length; auto); exact L). apply times_combination.
Qed.

Section Products.

Variable d : data.

(** All products of n of these factors have the sum 0. *)
Definition none_left (n : nat) (fs : list (vec * vec -> Q)) (l : vec) : Prop :=
  forall gs, length gs = n -> Forall (fun g => In g fs) gs -> combination l d (all_of gs) == 0.

Lemma vanish_sums n : forall fs l, length l = length d -> vanish n (map (column d) fs) l = true -> none_left n fs l.
Proof.
  induction n as [|n IH]; intros fs l L H gs G F.
  - apply length_zero_iff_nil in G. subst gs. apply Qeq_bool_iff in H. rewrite <- H. symmetry. apply total_combination, L.
  - cbn [vanish] in H. revert gs G F. induction fs as [|f fs IHf]; intros gs G F.
    { destruct gs as [|g gs]; [discriminate|]. inversion F as [|? ? I]. destruct I. }
    cbn [map onward forallb fst snd] in H. apply andb_prop in H. destruct H as [H R].
    destruct (first_or_none _ _ _ F) as [B | (before & after & ->)]; [exact (IHf R gs G B)|].
    rewrite (combination_ext _ _ _ (fun row => f row * all_of (before ++ after) row)) by (intros; apply all_of_moved).
    rewrite <- times_combination. apply (IH (f :: fs)); [rewrite times_length by (rewrite column_length; auto); exact L | exact H | |].
    + rewrite app_length in *. cbn [length] in G. lia.
    + apply Forall_app in F. destruct F as [F F']. inversion F'. apply Forall_app. auto.
Qed.

(** The same, but for those of the last factor alone. *)
Lemma but_power_sums n fs last l : length l = length d -> vanish_but_power n (map (column d) fs) (column d last) l = true ->
  forall gs, length gs = n -> Forall (fun g => In g (fs ++ [last])) gs -> Exists (fun g => In g fs) gs -> combination l d (all_of gs) == 0.
Proof.
  destruct n as [|n]; intros L H gs G F E.
  { apply length_zero_iff_nil in G. subst gs. inversion E. }
  cbn [vanish_but_power] in H. induction fs as [|f fs IH]; [apply Exists_exists in E; destruct E as (? & _ & []) |].
  cbn [map onward forallb fst snd] in H. apply andb_prop in H. destruct H as [H R].
  assert (A : (exists before after, gs = before ++ f :: after) \/ Forall (fun g => In g (fs ++ [last])) gs /\ Exists (fun g => In g fs) gs).
  { destruct (first_or_none _ _ _ F) as [B | A]; [|auto]. apply Exists_exists in E. destruct E as (g & I & [<- | K]).
    - left. apply in_split, I.
    - right. split; [exact B|]. apply Exists_exists. eauto. }
  destruct A as [(before & after & ->) | [B X]]; [|exact (IH R B X)].
  rewrite (combination_ext _ _ _ (fun row => f row * all_of (before ++ after) row)) by (intros; apply all_of_moved).
  rewrite <- times_combination. apply (vanish_sums n ((f :: fs) ++ [last])).
  - rewrite times_length by (rewrite column_length; auto). exact L.
  - rewrite map_app. exact H.
  - rewrite app_length in *. cbn [length] in G. lia.
  - apply Forall_app in F. destruct F as [F F']. inversion F'. apply Forall_app. auto.
Qed.

End Products.

(** * Products of differences *)

Fixpoint product (k : nat) (fs : list form) (row : vec * vec) : Q :=
  match fs with
  | [] => 1
  | f :: fs => (label k row - at_ f (fst row)) * product k fs row
  end.

Lemma combination_minus l d f g : combination l d (fun row => f row - g row) == combination l d f - combination l d g.
Proof.
  rewrite (combination_form l d _ f (fun row => (-(1)) * g row)) by (intros; ring). rewrite combination_scale. ring.
Qed.

(** What is affine times g has the sum 0, if g times each coordinate and g have. *)
Lemma affine_sum p l d g f : (forall x y, In (x, y) d -> length x = p) ->
  (forall e, In e (factors_of p) -> combination l d (fun row => e row * g row) == 0) ->
  combination l d (fun row => at_ f (fst row) * g row) == 0.
Proof.
  intros W H. transitivity (combination (times l (column d g)) d (fun row => at_ f (fst row))).
  { rewrite times_combination. apply combination_ext. intros row _. ring. }
  assert (E : forall e, In e (factors_of p) -> combination (times l (column d g)) d e == 0).
  { intros e I. rewrite times_combination, <- (H e I). apply combination_ext. intros row _. ring. }
  unfold at_. rewrite (combination_form _ _ _ (fun row => dot (fst f) (fst row)) (fun row => snd f * one row)) by (intros; unfold one; ring).
  rewrite combination_scale, (E one) by (left; reflexivity). rewrite combination_dot; [ring|].
  intros j. destruct (lt_dec j p) as [J | J].
  - apply (E (coordinate j)). right. apply in_map, in_seq. lia.
  - rewrite (combination_ext _ _ _ (fun _ => 0 * 0)); [rewrite combination_scale; ring|].
    intros [x y] I. simpl fst. rewrite nth_overflow; [ring|]. rewrite (W x y I). lia.
Qed.

Section Rows.

Variables (p k : nat) (d : data).
Hypothesis W : forall x y, In (x, y) d -> length x = p.

Let all := factors_of p ++ [label k].

(** A difference times g has the sum 0, but for the label times g. *)
Lemma difference l g f : (forall e, In e (factors_of p) -> combination l d (fun row => e row * g row) == 0) ->
  combination l d (fun row => (label k row - at_ f (fst row)) * g row) == combination (times l (column d (label k))) d g.
Proof.
  intros H. rewrite (combination_ext _ _ _ (fun row => label k row * g row - at_ f (fst row) * g row)) by (intros; ring).
  rewrite combination_minus, (affine_sum p l d g f W H), times_combination. ring.
Qed.

Lemma none_left_times n l e : In e all -> none_left d (S n) all l -> none_left d n all (times l (column d e)).
Proof.
  intros I H gs G F. rewrite times_combination. apply (H (e :: gs)); [cbn [length]; lia | constructor; assumption].
Qed.

Lemma product_vanishes : forall n l fs, length fs = n -> none_left d n all l -> combination l d (product k fs) == 0.
Proof.
  induction n as [|n IH]; intros l [|f fs] L H; try discriminate.
  - apply (H [] eq_refl). constructor.
  - injection L as L. cbn [product]. rewrite difference.
    + apply (IH _ fs L), none_left_times; [apply in_or_app; right; left; reflexivity | exact H].
    + intros e I. rewrite <- times_combination. apply (IH _ fs L), none_left_times; [apply in_or_app; auto | exact H].
Qed.

Lemma product_power : forall n l fs, length fs = n ->
  (forall gs, length gs = n -> Forall (fun g => In g all) gs -> Exists (fun g => In g (factors_of p)) gs -> combination l d (all_of gs) == 0) ->
  combination l d (product k fs) == combination l d (power k n).
Proof.
  induction n as [|n IH]; intros l [|f fs] L H; try discriminate; [reflexivity|].
  injection L as L. cbn [product power]. rewrite difference.
  - rewrite (IH _ fs L); [apply times_combination|]. intros gs G F E. rewrite times_combination.
    apply (H (label k :: gs)); [cbn [length]; lia | constructor; [apply in_or_app; right; left; reflexivity | exact F] | right; exact E].
  - intros e I. rewrite <- times_combination. apply (product_vanishes n _ fs L). intros gs G F. rewrite times_combination.
    apply (H (e :: gs)); [cbn [length]; lia | constructor; [apply in_or_app; auto | exact F] | left; exact I].
Qed.

End Rows.

(** * The leaves of a tree that are reached with c tests *)

Fixpoint forms_of (t : tree) (k c : nat) : list form :=
  match t, c with
  | Leaf rows, _ => repeat (nth k rows ([], 0)) (2 ^ c)
  | Test _ _ _ _, O => repeat ([], 0) 1
  | Test _ _ below above, S c => forms_of below k c ++ forms_of above k c
  end.

Lemma forms_count t : forall k c, length (forms_of t k c) = (2 ^ c)%nat.
Proof.
  induction t as [rows | w q below IHb above IHa]; intros k [|c]; try (simpl; reflexivity); cbn [forms_of].
  - apply repeat_length.
  - rewrite app_length, IHb, IHa. simpl. lia.
Qed.

Lemma product_zero k fs row : (exists f, In f fs /\ label k row == at_ f (fst row)) -> product k fs row == 0.
Proof.
  intros (f & I & E). induction fs as [|g fs IH]; [destruct I|]. cbn [product]. destruct I as [-> | I].
  - rewrite E. ring.
  - rewrite (IH I). ring.
Qed.

Lemma same_nth x : forall y k, same x y -> nth k x 0 == nth k y 0.
Proof. intros y k S. revert k. induction S; intros [|k]; simpl; try reflexivity; auto. Qed.

Lemma values_nth rows x k : nth k (values rows x) 0 == at_ (nth k rows ([], 0)) x.
Proof.
  unfold values. revert k. induction rows as [|f rows IH]; intros [|k]; cbn [map nth].
  - unfold at_. cbn [fst snd dot]. ring.
  - unfold at_. cbn [fst snd dot]. ring.
  - reflexivity.
  - apply IH.
Qed.

Lemma forms_reached t : forall k c x y, same (value t x) y -> (tests t x <= c)%nat ->
  exists f, In f (forms_of t k c) /\ nth k y 0 == at_ f x.
Proof.
  induction t as [rows | w q below IHb above IHa]; intros k c x y S T.
  - exists (nth k rows ([], 0)). split.
    + cbn [forms_of]. pose proof (Nat.pow_nonzero 2 c). destruct c, (2 ^ _)%nat; simpl; auto; lia.
    + rewrite <- (same_nth _ _ k S). apply (values_nth rows x k).
  - destruct c as [|c]; [simpl in T; lia|]. cbn [forms_of value tests] in *. destruct (opens w q x).
    + destruct (IHa k c x y S) as (f & I & E); [lia|]. exists f. split; [apply in_or_app; right|]; assumption.
    + destruct (IHb k c x y S) as (f & I & E); [lia|]. exists f. split; [apply in_or_app; left|]; assumption.
Qed.

Theorem powered_refuted constant p q c l s : (forall x y, In (x, y) s -> length x = p) -> powered p q c l s = true -> refuted constant s c.
Proof.
  intros W H t _ R T. unfold powered in H. apply andb_prop in H. destruct H as [L H]. apply Nat.eqb_eq in L. apply existsb_exists in H.
  destruct H as (k & _ & H). apply andb_prop in H. destruct H as [N V]. apply negb_true_iff in N.
  rewrite <- not_true_iff_false, Qeq_bool_iff, (raised_total k s _ l L) in N. apply N.
  rewrite <- (product_power p k s W _ l (forms_of t k c) (forms_count t k c) (but_power_sums s _ (factors_of p) (label k) l L V)).
  rewrite (combination_ext _ _ _ (fun _ => 0 * 0)); [rewrite combination_scale; ring|].
  intros [x y] I. rewrite product_zero; [ring|]. cbn [fst]. unfold label; cbn [snd].
  apply forms_reached; [apply R, I | apply (T x y I)].
Qed.
