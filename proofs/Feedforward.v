(** Gates that skip zeros: a feed-forward ReLU network becomes one with gates that pays for the weights out of wires that are
    not 0 alone, 2 E(x) + V(x) operations on x, and has the same values everywhere. *)

From Coq Require Import QArith List Bool Arith Lia Lqa.
From Memocert Require Import Model NormalForm Line Space.
Import ListNotations.
Open Scope Q_scope.

(** Hidden layers of units relu(w . h + b), and an affine layer at the end. *)
Fixpoint feed (hidden : list (list form)) (out : list form) : net :=
  match hidden with
  | [] => Affine out
  | rows :: rest => Sequence (Affine rows) (Sequence Relu (feed rest out))
  end.

(** * What is known of each wire: Some c, it is the constant c; None, it is neither constant nor 0 *)

Definition known := list (option Q).

(** The weights out of wires of which nothing is known; those of constants go into the bias. *)
Fixpoint mask (s : known) (w : vec) : vec :=
  match s, w with
  | None :: s', a :: w' => a :: mask s' w'
  | Some _ :: s', _ :: w' => 0 :: mask s' w'
  | _, _ => []
  end.

Fixpoint folded (s : known) (w : vec) : Q :=
  match s, w with
  | None :: s', _ :: w' => folded s' w'
  | Some c :: s', a :: w' => a * c + folded s' w'
  | _, _ => 0
  end.

Definition fold (s : known) (row : form) : form := (mask s (fst row), folded s (fst row) + snd row).

(** How many weights of a row are left. *)
Definition live (s : known) (row : form) : nat := count stored (mask s (fst row)).

(** A unit that reads nothing live is a constant. *)
Definition unit_of (s : known) (row : form) : option Q :=
  match live s row with O => Some (relu (snd (fold s row))) | S _ => None end.

(** What is known behind a layer, from the sums z before its ReLUs. *)
Fixpoint behind (units : known) (z : vec) : known :=
  match units, z with
  | Some c :: units', _ :: z' => Some c :: behind units' z'
  | None :: units', a :: z' => (if Qle_bool a 0 then Some 0 else None) :: behind units' z'
  | _, _ => []
  end.

(** * The measures, from the network and its values alone *)

Definition sum_live (s : known) (rows : list form) : nat := fold_right (fun row n => (live s row + n)%nat) 0%nat rows.
Definition open_units (units : known) : nat := count (fun u : option Q => match u with None => true | Some _ => false end) units.

(** E(x): the weights other than 0 out of wires that are neither 0 at x nor constant (all inputs are counted); h are the values of
    a layer's wires at x. *)
Fixpoint live_weights (hidden : list (list form)) (out : list form) (s : known) (h : vec) : nat :=
  match hidden with
  | [] => sum_live s out
  | rows :: rest => sum_live s rows +
      live_weights rest out (behind (map (unit_of s) rows) (values rows h)) (map relu (values rows h))
  end.

(** V(x): the hidden units that read at least one of them. *)
Fixpoint live_units (hidden : list (list form)) (s : known) (h : vec) : nat :=
  match hidden with
  | [] => 0
  | rows :: rest => open_units (map (unit_of s) rows) +
      live_units rest (behind (map (unit_of s) rows) (values rows h)) (map relu (values rows h))
  end.

(** * The network with gates *)

(** One gate for each unit that is not constant: is its sum at most 0? *)
Fixpoint gates (i : nat) (units settled : known) (k : known -> net) : net :=
  match units with
  | [] => k (rev settled)
  | Some c :: units' => gates (S i) units' (Some c :: settled) k
  | None :: units' =>
      Branch (single i (-1)) 0 (gates (S i) units' (None :: settled) k) (gates (S i) units' (Some 0 :: settled) k)
  end.

Fixpoint sparse (hidden : list (list form)) (out : list form) (s : known) : net :=
  match hidden with
  | [] => Affine (map (fold s) out)
  | rows :: rest => Sequence (Affine (map (fold s) rows)) (gates 0 (map (unit_of s) rows) [] (sparse rest out))
  end.

(** * Values *)

(** h are the wires of the given network, v those of the one with gates: equal where nothing is known. *)
Inductive agree : known -> vec -> vec -> Prop :=
| agree_nil : agree [] [] []
| agree_some c s a b h v : a == c -> agree s h v -> agree (Some c :: s) (a :: h) (b :: v)
| agree_none s a b h v : a == b -> agree s h v -> agree (None :: s) (a :: h) (b :: v).

Lemma folded_dot s h v : agree s h v -> forall w, dot (mask s w) v + folded s w == dot w h.
Proof.
  induction 1 as [|c s a b h v E A IH|s a b h v E A IH]; intros [|u w]; cbn [mask folded dot]; try ring.
  - rewrite <- (IH w), E. ring.
  - rewrite <- (IH w), E. ring.
Qed.

(** Folded rows have the values of the given ones. *)
Lemma fold_value s h v row : agree s h v -> at_ (fold s row) v == at_ row h.
Proof. intros A. unfold at_, fold. cbn [fst snd]. rewrite <- (folded_dot s h v A (fst row)). ring. Qed.

Lemma no_weights w : count stored w = 0%nat -> forall x, dot w x == 0.
Proof.
  induction w as [|a w IH]; intros C [|b x]; simpl; try reflexivity. unfold count in C. cbn [filter] in C.
  destruct (stored a) eqn:S; [discriminate|]. unfold stored in S. apply negb_false_iff, Qeq_bool_iff in S.
  rewrite S, (IH C x). ring.
Qed.

(** Behind a layer the wires still agree. *)
Lemma agree_behind s h v rows : agree s h v ->
  agree (behind (map (unit_of s) rows) (values (map (fold s) rows) v)) (map relu (values rows h)) (values (map (fold s) rows) v).
Proof.
  intros A. induction rows as [|row rows IH]; [constructor|]. unfold values in *. cbn [map behind].
  pose proof (fold_value s h v row A) as F. unfold unit_of at 1. destruct (live s row) as [|t] eqn:L.
  - constructor; [|exact IH]. apply relu_same. rewrite <- F. unfold at_. unfold fold at 1. cbn [fst].
    rewrite (no_weights (mask s (fst row)) L v). ring.
  - destruct (Qle_bool (at_ (fold s row) v) 0) eqn:E; constructor; try exact IH.
    + apply Qle_bool_iff in E. rewrite F in E. unfold relu. destruct (Qle_bool 0 (at_ row h)) eqn:G; [|reflexivity].
      apply Qle_bool_iff in G. lra.
    + rewrite F. unfold relu. destruct (Qle_bool 0 (at_ row h)) eqn:G; [reflexivity|]. exfalso.
      assert (N : ~ at_ (fold s row) v <= 0) by (intros K; apply Qle_bool_iff in K; congruence).
      assert (M : ~ 0 <= at_ row h) by (intros K; apply Qle_bool_iff in K; congruence). rewrite F in N. lra.
Qed.

(** What is known depends on values, not on their spelling. *)
Lemma behind_same units : forall y z, same y z -> behind units y = behind units z.
Proof.
  induction units as [|[c|] units IH]; intros y z H; [reflexivity|..]; destruct H as [|a b y z E H]; cbn [behind]; try reflexivity.
  - f_equal. apply IH, H.
  - rewrite (Qle_bool_eq a 0 b 0 E) by reflexivity. f_equal. apply IH, H.
Qed.

(** The gates find out what is known, at one operation for each unit that is not constant. *)
Lemma gates_value k units : forall i settled before z, length before = i -> length z = length units ->
  eval (gates i units settled k) (before ++ z) = eval (k (rev settled ++ behind units z)) (before ++ z) /\
  total (spent (gates i units settled k) (before ++ z)) =
    (open_units units + total (spent (k (rev settled ++ behind units z)) (before ++ z)))%nat.
Proof.
  induction units as [|[c|] units IH]; intros i settled before [|a z] B Z; try discriminate; cbn [gates behind].
  - rewrite !app_nil_r. auto.
  - destruct (IH (S i) (Some c :: settled) (before ++ [a]) z) as [V T]; [rewrite app_length; simpl; lia | injection Z; auto|].
    rewrite <- app_assoc in V, T. cbn [rev] in V, T. rewrite <- app_assoc in V, T. cbn [app] in V, T. exact (conj V T).
  - assert (O : opens (single i (-1)) 0 (before ++ a :: z) = Qle_bool a 0).
    { assert (G : dot (single i (-1)) (before ++ a :: z) == - a).
      { rewrite single_dot, <- B, app_nth2, Nat.sub_diag by lia. cbn [nth]. ring. }
      unfold opens. apply eq_true_iff_eq. rewrite !Qle_bool_iff, G. split; intros; lra. }
    cbn [eval spent]. rewrite total_plus, single_cost, O by reflexivity.
    destruct (Qle_bool a 0).
    + destruct (IH (S i) (Some 0 :: settled) (before ++ [a]) z) as [V T]; [rewrite app_length; simpl; lia | injection Z; auto|].
      rewrite <- app_assoc in V, T. cbn [rev] in V, T. rewrite <- app_assoc in V, T. cbn [app] in V, T.
      split; [exact V|]. rewrite T. reflexivity.
    + destruct (IH (S i) (None :: settled) (before ++ [a]) z) as [V T]; [rewrite app_length; simpl; lia | injection Z; auto|].
      rewrite <- app_assoc in V, T. cbn [rev] in V, T. rewrite <- app_assoc in V, T. cbn [app] in V, T.
      split; [exact V|]. rewrite T. reflexivity.
Qed.

(** * Operations *)

(** A row costs at most two operations for each of its weights. *)
Lemma row_twice (f : form) : (total (row_cost f) <= 2 * count stored (fst f))%nat.
Proof.
  destruct f as [w b]. unfold row_cost, total; cbn [additions multiplications comparisons fst snd].
  assert (M : (count multiplied w <= count stored w)%nat).
  { unfold count. induction w as [|a w IH]; cbn [filter]; auto.
    destruct (multiplied a) eqn:E, (stored a) eqn:S; cbn [length]; try lia. unfold multiplied in E. rewrite S in E. discriminate. }
  assert (N : (count multiplied w + (if negation (w, b) then 1 else 0) <= count stored w)%nat).
  { destruct (negation (w, b)) eqn:N; [|lia]. unfold negation in N. cbn [fst snd] in N. rewrite !andb_true_iff in N.
    destruct N as [[N1 _] N2]. apply negb_true_iff, Nat.eqb_neq in N1.
    assert (Z : count multiplied w = 0%nat); [|lia].
    clear N1 M. unfold count. induction w as [|a w IH]; simpl in *; auto. apply andb_prop in N2. destruct N2 as [E N2].
    unfold multiplied. destruct (stored a), (Qeq_bool a (-1)); simpl in *; try discriminate; rewrite ?andb_false_r; auto. }
  destruct (Qeq_bool b 0); lia.
Qed.

Lemma rows_twice s rows :
  (total (fold_right (fun row sum => plus (row_cost row) sum) none (map (fold s) rows)) <= 2 * sum_live s rows)%nat.
Proof.
  induction rows as [|row rows IH]; [apply Nat.le_0_l|]. cbn [map fold_right sum_live]. rewrite total_plus.
  pose proof (row_twice (fold s row)) as R. fold (sum_live s rows). unfold live at 1. cbn [fold fst] in R. lia.
Qed.

Lemma fold_values s h v rows : agree s h v -> same (values (map (fold s) rows) v) (values rows h).
Proof. intros A. induction rows as [|row rows IH]; simpl; constructor; [apply fold_value, A | exact IH]. Qed.

Lemma sparse_correct out : forall hidden s h v, agree s h v ->
  same (eval (sparse hidden out s) v) (eval (feed hidden out) h) /\
  (total (spent (sparse hidden out s) v) <= 2 * live_weights hidden out s h + live_units hidden s h)%nat.
Proof.
  induction hidden as [|rows rest IH]; intros s h v A.
  - split; [exact (fold_values s h v out A)|]. cbn [sparse spent live_weights live_units]. pose proof (rows_twice s out). lia.
  - cbn [sparse feed live_weights live_units]. set (z := values (map (fold s) rows) v). set (units := map (unit_of s) rows).
    destruct (gates_value (sparse rest out) units 0 [] [] z) as [V T]; [reflexivity | unfold z, units, values; rewrite !map_length; reflexivity|].
    cbn [rev app] in V, T. pose proof (agree_behind s h v rows A) as B. fold units z in B.
    rewrite <- (behind_same units _ _ (fold_values s h v rows A)). fold z.
    destruct (IH _ _ _ B) as [S C]. cbn [eval spent]. fold (values (map (fold s) rows) v) (values rows h). fold z.
    rewrite V, !total_plus, T. split; [exact S|]. pose proof (rows_twice s rows). lia.
Qed.

(** At the beginning nothing is known of the p inputs. *)
Lemma agree_inputs x : agree (repeat None (length x)) x x.
Proof. induction x; simpl; constructor; auto. reflexivity. Qed.

(** A unit that is not constant reads at least one live weight. *)
Lemma units_weights s rows : (open_units (map (unit_of s) rows) <= sum_live s rows)%nat.
Proof.
  induction rows as [|row rows IH]; [apply Nat.le_0_l|]. unfold open_units, count in *. cbn [map filter sum_live fold_right].
  fold (sum_live s rows). unfold unit_of at 1. destruct (live s row); cbn [length]; lia.
Qed.

Lemma live_units_weights out : forall hidden s h, (live_units hidden s h <= live_weights hidden out s h)%nat.
Proof.
  induction hidden as [|rows rest IH]; intros s h; cbn [live_units live_weights]; [lia|].
  pose proof (units_weights s rows) as U. specialize (IH (behind (map (unit_of s) rows) (values rows h)) (map relu (values rows h))). lia.
Qed.

(** * Widths *)

Lemma mask_length s : forall w, (length (mask s w) <= length s)%nat.
Proof. induction s as [|[c|] s IH]; intros [|a w]; simpl; try lia; specialize (IH w); lia. Qed.

Lemma folded_takes s rows : (1 <= length s)%nat -> rows <> [] -> takes (length s) (Affine (map (fold s) rows)) (length rows).
Proof.
  intros L N. rewrite <- (map_length (fold s) rows). constructor; [exact L | destruct rows; [contradiction | discriminate]|].
  rewrite Forall_map. apply Forall_forall. intros row _. apply mask_length.
Qed.

Lemma gates_takes m q k : (forall s, length s = m -> takes m (k s) q) -> forall units i settled,
  length settled = i -> (i + length units = m)%nat -> takes m (gates i units settled k) q.
Proof.
  intros K. induction units as [|[c|] units IH]; intros i settled L M; cbn [gates length] in *.
  - apply K. rewrite rev_length. lia.
  - apply IH; simpl; lia.
  - constructor; [unfold single; rewrite app_length, repeat_length; simpl; lia | apply IH; simpl; lia | apply IH; simpl; lia].
Qed.

Lemma sparse_takes out q : forall hidden s, takes (length s) (feed hidden out) q -> takes (length s) (sparse hidden out s) q.
Proof.
  induction hidden as [|rows rest IH]; intros s T; cbn [feed sparse] in *.
  - inversion T; subst. apply folded_takes; assumption.
  - inversion T as [| | | |p m q' f g Tf Tg| |]; subst. inversion Tf; subst.
    inversion Tg as [| | | |p m q' f g Tr Tn| |]; subst. inversion Tr; subst.
    apply (takes_sequence _ (length rows)); [apply folded_takes; assumption|].
    apply gates_takes; [|reflexivity | rewrite map_length; reflexivity].
    intros t E. rewrite <- E. apply IH. rewrite E. exact Tn.
Qed.

(** Skipping zeros: every feed-forward ReLU network with p inputs is equal, at every x of Q^p, to a network with gates that makes at
    most 2 E(x) + V(x) <= 3 E(x) operations on x. *)
Theorem skipping_zeros : forall p q hidden out, takes p (feed hidden out) q -> exists net, takes p net q /\ forall x, length x = p ->
  let s := repeat None p in
  same (eval net x) (eval (feed hidden out) x) /\
  (total (spent net x) <= 2 * live_weights hidden out s x + live_units hidden s x)%nat /\
  (live_units hidden s x <= live_weights hidden out s x)%nat.
Proof.
  intros p q hidden out T. exists (sparse hidden out (repeat None p)). split.
  { rewrite <- (repeat_length (@None Q) p) in T |- * at 1. apply sparse_takes. exact T. }
  intros x L s. unfold s. rewrite <- L.
  destruct (sparse_correct out hidden _ x x (agree_inputs x)) as [V C]. split; [exact V|]. split; [exact C|]. apply live_units_weights.
Qed.

(** * In terms of layers *)

(** How many rows read wire j, and the most for any wire. *)
Definition fan_out (j : nat) (rows : list form) : nat := count (fun row => stored (nth j (fst row) 0)) rows.
Definition fan (rows : list form) : nat :=
  list_max (map (fun j => fan_out j rows) (seq 0 (list_max (map (fun row => length (fst row)) rows)))).

Lemma fan_most j rows : (fan_out j rows <= fan rows)%nat.
Proof.
  unfold fan. set (w := list_max (map (fun row => length (fst row)) rows)). destruct (le_lt_dec w j) as [L | L].
  - replace (fan_out j rows) with 0%nat; [apply Nat.le_0_l|]. symmetry.
    assert (A : Forall (fun k => (k <= j)%nat) (map (fun row : form => length (fst row)) rows)) by (apply list_max_le; exact L).
    clear - A. unfold fan_out, count. induction rows as [|row rows IH]; [reflexivity|]. cbn [map] in A. inversion A; subst.
    cbn [filter]. rewrite nth_overflow by assumption. apply IH. assumption.
  - pose proof (proj1 (list_max_le _ _) (Nat.le_refl (list_max (map (fun j => fan_out j rows) (seq 0 w))))) as F.
    rewrite Forall_forall in F. apply F, in_map_iff. exists j. split; [reflexivity | apply in_seq; lia].
Qed.

(** The live weights of a layer are those out of its first wire, if it is live, and those out of the others. *)
Definition others (row : form) : form := (tl (fst row), snd row).

Lemma sum_live_step u s rows :
  sum_live (u :: s) rows = ((match u with None => fan_out 0 rows | Some _ => 0 end) + sum_live s (map others rows))%nat.
Proof.
  induction rows as [|[w b] rows IH]; [destruct u; reflexivity|]. unfold fan_out, count in *. cbn [map sum_live fold_right filter fst].
  fold (sum_live (u :: s) rows) (sum_live s (map others rows)). rewrite IH. unfold live, others, count. cbn [fst].
  destruct w as [|a w], u as [c|]; cbn [mask filter nth tl stored negb].
  - destruct s as [|[|] s]; cbn; lia.
  - destruct s as [|[|] s]; cbn; lia.
  - cbn. lia.
  - destruct (stored a); cbn [length]; lia.
Qed.

Lemma sum_live_fan f : forall s rows, (forall j, (fan_out j rows <= f)%nat) -> (sum_live s rows <= f * open_units s)%nat.
Proof.
  induction s as [|u s IH]; intros rows F.
  - replace (sum_live [] rows) with 0%nat; [lia|]. induction rows as [|row rows IHr]; [reflexivity|]. cbn [sum_live fold_right].
    fold (sum_live [] rows). unfold live. cbn [mask]. unfold count. cbn [filter length]. apply IHr.
    intros j. specialize (F j). unfold fan_out, count in *. cbn [filter] in F. destruct (stored _); cbn [length] in F; lia.
  - rewrite sum_live_step. assert (R : (sum_live s (map others rows) <= f * open_units s)%nat).
    { apply IH. intros j. specialize (F (S j)). unfold fan_out, count in *. 
      eapply Nat.le_trans; [apply Nat.eq_le_incl | exact F]. clear. induction rows as [|[w b] rows IHr]; [reflexivity|]. cbn [map filter]. unfold others at 1. cbn [fst].
      replace (nth j (tl w) 0) with (nth (S j) w 0) by (destruct w, j; reflexivity). destruct (stored _); cbn [length]; congruence. }
    specialize (F 0%nat). unfold open_units, count in *. cbn [filter]. destruct u; cbn [length]; lia.
Qed.

(** The sum over the layers of f s: s wires that are not 0 at x before the layer (all inputs before the first), f the largest fan-out. *)
Fixpoint layer_sum (hidden : list (list form)) (out : list form) (s : known) (h : vec) : nat :=
  match hidden with
  | [] => fan out * open_units s
  | rows :: rest => fan rows * open_units s +
      layer_sum rest out (behind (map (unit_of s) rows) (values rows h)) (map relu (values rows h))
  end.

(** E(x) is at most the sum over the layers. *)
Theorem live_weights_layers : forall out hidden s h, (live_weights hidden out s h <= layer_sum hidden out s h)%nat.
Proof.
  intros out. induction hidden as [|rows rest IH]; intros s h; cbn [live_weights layer_sum].
  - apply sum_live_fan. intros j. apply fan_most.
  - apply Nat.add_le_mono; [apply sum_live_fan; intros j; apply fan_most | apply IH].
Qed.
