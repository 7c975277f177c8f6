(** On a line the least number of all operations: no network of the model takes fewer on every point of the data than a scan of
    theirs finds (docs/explanation/theory, Theorem 33, lower half). *)

From Coq Require Import QArith List Bool Arith Lia Lqa Sorted FMapPositive.
From Memocert Require Import Model NormalForm Counting Line Pieces.
From Memocert Require Shallow.
Import ListNotations.
Open Scope Q_scope.

(** * What forms of one input cost *)

Definition slope (f : form) : Q := hd 0 (fst f).

(** At most a additions and multiplications make the form: none a constant or the input, one a form with slope 1 or -1 or without a bias. *)
Definition cheap (a : nat) (f : form) : Prop :=
  match a with
  | 0%nat => slope f == 0 \/ slope f == 1 /\ snd f == 0
  | 1%nat => slope f == 0 \/ slope f == 1 \/ slope f == -1 \/ snd f == 0
  | _ => True
  end.

Lemma cheap_more a b f : (a <= b)%nat -> cheap a f -> cheap b f.
Proof. destruct a as [|[|a]], b as [|[|b]]; simpl; try lia; tauto. Qed.

Lemma cheap_constant a c : cheap a (constant c).
Proof. apply (cheap_more 0); [lia|]. left. reflexivity. Qed.

(** The weights that are stored, each with the form that it multiplies. *)
Fixpoint kept (w : vec) (forms : list form) : list (Q * form) :=
  match w with
  | [] => []
  | c :: w' =>
      let rest := kept w' (tl forms) in
      if stored c then (c, hd (constant 0) forms) :: rest else rest
  end.

Definition combined (g : form -> Q) (l : list (Q * form)) : Q := fold_right (fun cf sum => fst cf * g (snd cf) + sum) 0 l.

Lemma add_scaled c w u : hd 0 (add (scale c w) u) == c * hd 0 w + hd 0 u.
Proof. destruct w as [|a w], u as [|e u]; simpl; ring. Qed.

Lemma kept_slope w : forall forms, slope (compose w forms) == combined slope (kept w forms).
Proof.
  induction w as [|c w IH]; intros forms; [reflexivity|]. specialize (IH (tl forms)). unfold slope in *. cbn [kept].
  assert (E : hd 0 (fst (compose (c :: w) forms)) == c * hd 0 (fst (hd (constant 0) forms)) + hd 0 (fst (compose w (tl forms)))).
  { destruct forms as [|f forms]; cbn [compose fst hd tl]; [destruct w; simpl; ring | apply add_scaled]. }
  rewrite E, IH. destruct (stored c) eqn:Z; cbn [combined fold_right fst snd]; [reflexivity|].
  unfold stored in Z. apply negb_false_iff, Qeq_bool_iff in Z. rewrite Z. ring.
Qed.

Lemma kept_bias w : forall forms, snd (compose w forms) == combined snd (kept w forms).
Proof.
  induction w as [|c w IH]; intros forms; [reflexivity|]. specialize (IH (tl forms)). cbn [kept].
  assert (E : snd (compose (c :: w) forms) == c * snd (hd (constant 0) forms) + snd (compose w (tl forms))).
  { destruct forms as [|f forms]; cbn [compose fst snd hd tl]; [destruct w; simpl; ring | reflexivity]. }
  rewrite E, IH. destruct (stored c) eqn:Z; cbn [combined fold_right fst snd]; [reflexivity|].
  unfold stored in Z. apply negb_false_iff, Qeq_bool_iff in Z. rewrite Z. ring.
Qed.

Lemma kept_count w : forall forms, length (kept w forms) = count stored w.
Proof.
  unfold count. induction w as [|c w IH]; intros forms; simpl; [reflexivity|].
  destruct (stored c); simpl; rewrite IH; reflexivity.
Qed.

Lemma kept_multiplied w : forall forms, count multiplied (map fst (kept w forms)) = count multiplied w.
Proof.
  unfold count. induction w as [|c w IH]; intros forms; simpl; [reflexivity|].
  destruct (stored c) eqn:E; simpl; [destruct (multiplied c); simpl; rewrite IH; reflexivity|].
  unfold multiplied at 2. rewrite E. simpl. apply IH.
Qed.

Lemma kept_all w q : forall forms, forallb q (map fst (kept w forms)) = forallb (fun c => negb (stored c) || q c) w.
Proof.
  induction w as [|c w IH]; intros forms; simpl; [reflexivity|]. destruct (stored c); simpl; rewrite IH; reflexivity.
Qed.

Lemma kept_cheap a w : forall forms, Forall (cheap a) forms -> Forall (fun cf => stored (fst cf) = true /\ cheap a (snd cf)) (kept w forms).
Proof.
  induction w as [|c w IH]; intros forms F; simpl; [constructor|].
  assert (T : Forall (cheap a) (tl forms)) by (destruct F; simpl; auto).
  destruct (stored c) eqn:E; [constructor|]; auto. split; [exact E|].
  destruct F; simpl; [apply cheap_constant | assumption].
Qed.

Definition arithmetic (o : operations) : nat := additions o + multiplications o.

Lemma unit_weight c : stored c = true -> multiplied c = false -> c == 1 \/ c == -1.
Proof.
  unfold multiplied. intros S M. rewrite S in M. simpl in M.
  destruct (Qeq_bool c 1) eqn:A; [left; apply Qeq_bool_iff, A|].
  destruct (Qeq_bool c (-1)) eqn:B; [right; apply Qeq_bool_iff, B | discriminate].
Qed.

Lemma cheap_two n f : (2 <= n)%nat -> cheap n f.
Proof. destruct n as [|[|n]]; simpl; auto; lia. Qed.

Lemma multiplied_one c : multiplied c = true -> count multiplied [c] = 1%nat.
Proof. unfold count. simpl. intros ->. reflexivity. Qed.

(** A row makes a form of what it reads by the operations that it costs. *)
Lemma row_cheap a row forms : Forall (cheap a) forms ->
  cheap (a + arithmetic (row_cost row)) (fst (compose (fst row) forms), snd (compose (fst row) forms) + snd row).
Proof.
  intros F. destruct row as [w b]. cbn [fst snd].
  pose proof (kept_slope w forms) as S. pose proof (kept_bias w forms) as B. pose proof (kept_cheap a w forms F) as K.
  pose proof (kept_count w forms) as N. pose proof (kept_multiplied w forms) as M.
  pose proof (kept_all w (fun c => Qeq_bool c (-1)) forms) as G.
  unfold arithmetic, row_cost, negation. cbn [fst snd additions multiplications]. rewrite <- N, <- M, <- G. clear N M G.
  set (l := kept w forms) in *. set (f := compose w forms) in *. clearbody f l.
  set (g := (fst f, snd f + b)).
  assert (Sg : slope g == combined slope l) by exact S.
  assert (Bg : snd g == combined snd l + b) by (simpl; rewrite B; reflexivity). clearbody g. clear S B F f.
  destruct l as [|[c h] [|[e k] [|x l]]].
  - apply (cheap_more 0); [lia|]. left. exact Sg.
  - inversion K as [|? ? [Kc Kh] _]; subst. cbn [fst snd combined fold_right map forallb length] in *.
    destruct (Qeq_bool b 0) eqn:Eb; [apply Qeq_bool_iff in Eb|].
    + destruct (Qeq_bool c 1) eqn:C1.
      * apply Qeq_bool_iff in C1. apply (cheap_more a); [lia|]. assert (Y : slope g == slope h) by (rewrite Sg, C1; ring).
        assert (Z : snd g == snd h) by (rewrite Bg, C1, Eb; ring). clear - Kh Y Z.
        destruct a as [|[|a]]; cbn [cheap] in *; auto; rewrite Y, Z; exact Kh.
      * assert (L : (1 <= count multiplied [c] + (if negb (1 =? 0)%nat && true && (Qeq_bool c (-1) && true) then 1 else 0))%nat).
        { unfold count, multiplied. simpl. rewrite Kc, C1. simpl. destruct (Qeq_bool c (-1)); simpl; lia. }
        destruct a as [|a]; [|apply cheap_two; lia]. apply (cheap_more 1); [lia|]. cbn [cheap] in *. rewrite Sg, Bg.
        destruct Kh as [Y | [Y Z]]; [left; rewrite Y; ring | right; right; right; rewrite Z, Eb; ring].
    + destruct (multiplied c) eqn:Mc; [apply cheap_two; rewrite (multiplied_one c Mc); simpl; lia|].
      destruct a as [|a]; [|apply cheap_two; simpl; lia]. apply (cheap_more 1); [simpl; lia|]. cbn [cheap] in *. rewrite Sg.
      destruct Kh as [Y | [Y Z]]; rewrite Y; [left; ring|].
      destruct (unit_weight c Kc Mc) as [C | C]; rewrite C; [right; left | right; right; left]; ring.
  - inversion K as [|? ? [Kc Kh] K']; subst. inversion K' as [|? ? [Ke Kk] _]; subst.
    cbn [fst snd combined fold_right map length] in *.
    destruct a as [|a]; [|apply cheap_two; simpl; lia].
    destruct (Qeq_bool b 0) eqn:Eb; [apply Qeq_bool_iff in Eb | apply cheap_two; simpl; lia].
    unfold count. cbn [filter].
    destruct (multiplied c) eqn:Mc; [apply cheap_two; simpl; lia|]. destruct (multiplied e) eqn:Me; [apply cheap_two; simpl; lia|].
    apply (cheap_more 1); [simpl; lia|]. cbn [cheap] in *. rewrite Sg, Bg, Eb.
    destruct (unit_weight c Kc Mc) as [C | C], (unit_weight e Ke Me) as [E | E], Kh as [Y | [Y Z]], Kk as [V | [V W]];
      rewrite ?C, ?E, ?Y, ?V, ?Z, ?W;
      first [left; ring | right; left; ring | right; right; left; ring | right; right; right; ring].
  - apply cheap_two. cbn [length map]. lia.
Qed.

(** * Trees by operations *)

(** At most b operations on x: tests, and what makes the leaf. *)
Fixpoint frugal (t : tree) (x : vec) (b : nat) : Prop :=
  match t with
  | Leaf rows => Forall (cheap b) rows
  | Test w c below above => match b with S b' => frugal (if opens w c x then above else below) x b' | 0%nat => False end
  end.

Lemma frugal_more t x : forall a b, (a <= b)%nat -> frugal t x a -> frugal t x b.
Proof.
  induction t as [rows | w c below IHb above IHa]; intros a b L; cbn [frugal].
  - intros F. eapply Forall_impl; [|exact F]. intros f. apply cheap_more, L.
  - destruct a as [|a]; [intros []|]. destruct b as [|b]; [lia|]. destruct (opens w c x); [apply IHa | apply IHb]; lia.
Qed.

Lemma layer_frugal on act x k a :
  (forall f, Qle_bool 0 (at_ f x) = true -> at_ (on f) x == act (at_ f x)) ->
  (forall v, Qle_bool 0 v = false -> act v == 0) -> (forall f, cheap a f -> cheap a (on f)) ->
  forall open settled, Forall (cheap a) open -> Forall (cheap a) settled -> exists forms,
    same (values forms x) (values (rev settled) x ++ map act (values open x)) /\ Forall (cheap a) forms /\
    forall b, frugal (k forms) x b -> frugal (layer on open settled k) x (length open + b).
Proof.
  intros Hon Hoff Hc. induction open as [|f open IH]; intros settled Fo Fs; cbn [layer].
  - exists (rev settled). cbn [values map length]. rewrite app_nil_r. repeat split; auto. apply same_refl. apply Forall_rev, Fs.
  - inversion Fo as [|? ? Ff Fo']; subst. destruct f as [w b]. cbn [fst snd length Nat.add frugal]. rewrite opens_shift.
    destruct (Qle_bool 0 (at_ (w, b) x)) eqn:E.
    + destruct (IH (on (w, b) :: settled)) as (forms & H1 & H2 & H3); auto. exists forms. repeat split; auto.
      eapply same_trans; [exact H1|]. cbn [rev]. unfold values. rewrite map_app, <- app_assoc. apply Forall2_app; [apply same_refl|].
      simpl. constructor; [apply Hon, E | apply same_refl].
    + destruct (IH (constant 0 :: settled)) as (forms & H1 & H2 & H3); auto using cheap_constant. exists forms. repeat split; auto.
      eapply same_trans; [exact H1|]. cbn [rev]. unfold values. rewrite map_app, <- app_assoc. apply Forall2_app; [apply same_refl|].
      simpl. constructor; [rewrite constant_at, Hoff; auto; reflexivity | apply same_refl].
Qed.

Lemma rows_cheap a rows forms : Forall (cheap a) forms ->
  Forall (cheap (a + arithmetic (fold_right (fun row sum => plus (row_cost row) sum) none rows)))
    (map (fun row => let f := compose (fst row) forms in (fst f, snd f + snd row)) rows).
Proof.
  intros F. induction rows as [|row rows IH]; cbn [map fold_right]; constructor.
  - eapply cheap_more; [|apply row_cheap, F]. unfold arithmetic, plus. cbn [additions multiplications]. lia.
  - eapply Forall_impl; [|exact IH]. intros f. apply cheap_more. unfold arithmetic, plus. cbn [additions multiplications]. lia.
Qed.

Lemma unroll_frugal n : forall forms k x a, Forall (cheap a) forms -> exists outputs,
  same (values outputs x) (eval n (values forms x)) /\
  Forall (cheap (a + arithmetic (spent n (values forms x)))) outputs /\
  forall b, frugal (k outputs) x b -> frugal (unroll_from n forms k) x (comparisons (spent n (values forms x)) + b).
Proof.
  assert (More : forall a b l, (a <= b)%nat -> Forall (cheap a) l -> Forall (cheap b) l).
  { intros a b l L. apply Forall_impl. intros f. apply cheap_more, L. }
  induction n; intros forms k x a F; cbn [unroll_from eval spent].
  - eexists. split; [|split; [apply rows_cheap, F|]].
    + unfold values. rewrite map_map. induction rows as [|r rows IH]; cbn [map]; constructor; [|apply IH].
      pose proof (compose_at (fst r) forms x) as H. unfold at_ in *. simpl. unfold values in H. rewrite <- H. ring.
    + rewrite row_costs_compare. auto.
  - exists forms. repeat split; auto. apply same_refl. apply (More a); [lia | exact F].
  - destruct (layer_frugal (fun f => f) relu x k a) with (open := forms) (settled := @nil form) as (o & H1 & H2 & H3); auto.
    + intros f E. unfold relu. rewrite E. reflexivity.
    + intros v E. unfold relu. rewrite E. reflexivity.
    + exists o. unfold values at 3 4. rewrite map_length. repeat split; auto. apply (More a); [lia | exact H2].
  - destruct (layer_frugal (fun _ => constant 1) step x k a) with (open := forms) (settled := @nil form) as (o & H1 & H2 & H3); auto using cheap_constant.
    + intros f E. unfold step. rewrite E. apply constant_at.
    + intros v E. unfold step. rewrite E. reflexivity.
    + exists o. unfold values at 3 4. rewrite map_length. repeat split; auto. apply (More a); [lia | exact H2].
  - destruct (IHn1 forms (fun middle => unroll_from n2 middle k) x a F) as (m & H1 & H2 & H3).
    destruct (IHn2 m k x _ H2) as (o & H4 & H5 & H6). rewrite (spent_same n2 _ _ H1) in H5, H6. exists o. repeat split.
    + eapply same_trans; [exact H4 | apply eval_same, H1].
    + eapply More; [|exact H5]. unfold arithmetic, plus. cbn [additions multiplications]. lia.
    + intros b H. unfold plus. cbn [comparisons]. rewrite <- Nat.add_assoc. apply H3, H6, H.
  - destruct (IHn1 forms (fun left => unroll_from n2 forms (fun right => k (left ++ right))) x a F) as (l & H1 & H2 & H3).
    destruct (IHn2 forms (fun right => k (l ++ right)) x a F) as (r & H4 & H5 & H6). exists (l ++ r). repeat split.
    + unfold values. rewrite map_app. apply Forall2_app; assumption.
    + apply Forall_app. split; [eapply More; [|exact H2] | eapply More; [|exact H5]]; unfold arithmetic, plus; cbn [additions multiplications]; lia.
    + intros b H. unfold plus. cbn [comparisons]. rewrite <- Nat.add_assoc. apply H3, H6, H.
  - pose proof (compose_at normal forms x) as H. unfold at_ in H. cbn [frugal].
    assert (E : opens (fst (compose normal forms)) (threshold - snd (compose normal forms)) x = opens normal threshold (values forms x)).
    { unfold opens. apply eq_true_iff_eq. rewrite !Qle_bool_iff. split; intros; lra. }
    unfold plus, gate_cost, arithmetic. cbn [additions multiplications comparisons Nat.add frugal]. rewrite E.
    destruct (opens normal threshold (values forms x)).
    + destruct (IHn2 forms k x a F) as (o & H1 & H2 & H3). exists o. repeat split; auto.
      eapply More; [|exact H2]. unfold arithmetic. lia.
    + destruct (IHn1 forms k x a F) as (o & H1 & H2 & H3). exists o. repeat split; auto.
      eapply More; [|exact H2]. unfold arithmetic. lia.
Qed.

(** A network on one input is a tree that takes no more operations. *)
Lemma network_frugal n z : frugal (unroll 1 n) [z] (total (spent n [z])).
Proof.
  destruct (unroll_frugal n (unit_vectors 1 []) Leaf [z] 0) as (o & _ & F & H).
  { constructor; [|constructor]. right. split; reflexivity. }
  assert (U : same (values (unit_vectors 1 []) [z]) [z]) by (apply (unit_values 1 [] [z]); [intros; reflexivity | reflexivity]).
  rewrite (spent_same n _ _ U) in F, H. unfold total. rewrite Nat.add_comm. apply H. exact F.
Qed.

(** * What so many operations take of the data, from the left *)

(** How many samples at the beginning of d pass a test, after k others, and what is left. *)
Fixpoint run (q : sample -> bool) (k : nat) (d : list sample) : nat * list sample :=
  match d with
  | p :: d' => if q p then run q (S k) d' else (k, d)
  | [] => (k, d)
  end.

Definition farther (one two : nat * list sample) : nat * list sample := if (fst one <? fst two)%nat then two else one.

(** What all samples of a beginning have in common, if a form of so many operations takes them: it is found from the first two. *)
Definition leaf_tests (count : nat) (a b : sample) : list (sample -> bool) :=
  match count with
  | 0%nat => [fun p => Qeq_bool (snd p) (snd a); fun p => Qeq_bool (snd p) (fst p)]
  | 1%nat =>
      let r := if Qeq_bool (fst a) 0 then b else a in
      [fun p => Qeq_bool (snd p) (snd a); fun p => Qeq_bool (snd p - fst p) (snd a - fst a);
       fun p => Qeq_bool (snd p + fst p) (snd a + fst a); fun p => Qeq_bool (snd p * fst r) (snd r * fst p)]
  | _ => [on a b]
  end.

Definition leaf_reach (count : nat) (d : list sample) : nat * list sample :=
  match d with
  | a :: b :: _ => fold_left (fun best q => farther best (run q 0 d)) (leaf_tests count a b) (0%nat, d)
  | _ => (length d, [])
  end.

(** How many samples at the beginning of d trees of so many operations take, and what is left. *)
Fixpoint reach (count : nat) (d : list sample) : nat * list sample :=
  match count with
  | 0%nat => leaf_reach 0 d
  | S count' =>
      let one := reach count' d in
      match snd one with
      | [] => one
      | rest => let two := reach count' rest in farther (leaf_reach count d) ((fst one + fst two)%nat, snd two)
      end
  end.

(** A beginning of k samples, and the rest. *)
Definition cut (d : list sample) (c : nat * list sample) : Prop := exists l, d = l ++ snd c /\ length l = fst c.

Lemma cut_length d c : cut d c -> length d = (fst c + length (snd c))%nat.
Proof. intros (l & -> & L). rewrite app_length. lia. Qed.

Lemma cut_farther d a b : cut d a -> cut d b -> cut d (farther a b) /\ (length (snd (farther a b)) <= length (snd a))%nat /\
  (length (snd (farther a b)) <= length (snd b))%nat.
Proof.
  intros A B. pose proof (cut_length _ _ A). pose proof (cut_length _ _ B). unfold farther.
  destruct (Nat.ltb_spec (fst a) (fst b)); repeat split; auto; lia.
Qed.

Lemma run_cut q d : forall k, exists l, d = l ++ snd (run q k d) /\ (length l + k = fst (run q k d))%nat.
Proof.
  induction d as [|p d IH]; intros k; cbn [run]; [exists []; auto|]. destruct (q p); [|exists []; auto].
  destruct (IH (S k)) as (l & E & L). exists (p :: l). cbn [app length]. split; [congruence | lia].
Qed.

Lemma run_over q l : Forall (fun p => q p = true) l -> forall k r, run q k (l ++ r) = run q (length l + k) r.
Proof.
  induction 1 as [|p l E F IH]; intros k r; [reflexivity|]. cbn [app run length]. rewrite E, IH. f_equal. lia.
Qed.

Lemma run_left q l r k : Forall (fun p => q p = true) l -> (length (snd (run q k (l ++ r))) <= length r)%nat.
Proof.
  intros F. rewrite (run_over q l F). destruct (run_cut q r (length l + k)) as (m & E & _).
  rewrite E at 2. rewrite app_length. lia.
Qed.

Lemma best_cut tests d : forall best, cut d best -> cut d (fold_left (fun best q => farther best (run q 0 d)) tests best) /\
  (length (snd (fold_left (fun best q => farther best (run q 0%nat d)) tests best)) <= length (snd best))%nat /\
  forall q, In q tests -> (length (snd (fold_left (fun best q => farther best (run q 0%nat d)) tests best)) <= length (snd (run q 0 d)))%nat.
Proof.
  induction tests as [|q tests IH]; intros best C; cbn [fold_left]; [repeat split; auto; intros q []|].
  assert (R : cut d (run q 0 d)) by (destruct (run_cut q d 0) as (l & E & L); exists l; split; [exact E | lia]).
  destruct (cut_farther d best (run q 0 d) C R) as (F & L1 & L2). destruct (IH _ F) as (G & M & N). split; [exact G|]. split; [lia|].
  intros t [<- | I]; [lia | apply N, I].
Qed.

Lemma leaf_cut count d : cut d (leaf_reach count d).
Proof.
  destruct d as [|a [|b d]]; cbn [leaf_reach]; [exists [] | exists [a] |]; auto.
  apply best_cut. exists []. auto.
Qed.

Lemma reach_cut count : forall d, cut d (reach count d).
Proof.
  induction count as [|count IH]; intros d; cbn [reach]; [apply leaf_cut|]. pose proof (IH d) as C.
  destruct (snd (reach count d)) as [|p rest] eqn:E; [exact C|]. apply cut_farther; [apply leaf_cut|].
  destruct C as (l & D & L). destruct (IH (p :: rest)) as (m & D' & L'). exists (l ++ m). cbn [fst snd]. rewrite app_length, L, L', <- app_assoc, <- D', <- E.
  auto.
Qed.

(** One operation more reaches as far as a leaf, and as two trees side by side. *)
Lemma reach_more count d : (length (snd (reach (S count) d)) <= length (snd (leaf_reach (S count) d)))%nat /\
  (length (snd (reach (S count) d)) <= length (snd (reach count (snd (reach count d)))))%nat.
Proof.
  cbn [reach]. destruct (snd (reach count d)) as [|p rest] eqn:E; [rewrite E; cbn [length]; lia|].
  assert (B : cut d ((fst (reach count d) + fst (reach count (p :: rest)))%nat, snd (reach count (p :: rest)))).
  { destruct (reach_cut count d) as (l & D & L). destruct (reach_cut count (p :: rest)) as (m & D' & L'). exists (l ++ m). cbn [fst snd].
    rewrite app_length, L, L', <- app_assoc, <- D', <- E. auto. }
  destruct (cut_farther d _ _ (leaf_cut (S count) d) B) as (_ & A & C). split; assumption.
Qed.

(** * No tree reaches farther *)

(** A tree of at most so many operations on the way of each takes these samples. *)
Inductive able : nat -> list sample -> Prop :=
| able_leaf count f d : cheap count f -> Forall (fun p => slope f * fst p + snd f == snd p) d -> able count d
| able_split count l r : able count l -> able count r -> able (S count) (l ++ r).

Lemma able_more count d : able count d -> able (S count) d.
Proof.
  intros A. apply (able_split count [] d); [|exact A]. apply (able_leaf count (constant 0)); [apply cheap_constant | constructor].
Qed.

Lemma able_end count d : able count d -> forall l r, d = l ++ r -> able count r.
Proof.
  induction 1 as [count f d C F | count one two A IHA B IHB]; intros l r E.
  - subst d. apply Forall_app in F. apply (able_leaf count f); tauto.
  - destruct (app_eq_app _ _ _ _ E) as (m & [(-> & ->) | (-> & ->)]).
    + apply able_split; [apply (IHA l m eq_refl) | exact B].
    + apply able_more, (IHB m r eq_refl).
Qed.

Lemma leaf_passes count f (a b : sample) (l : list sample) : cheap count f -> Forall (fun p => slope f * fst p + snd f == snd p) (a :: l) ->
  match l with p :: _ => p = b | [] => True end -> exists q, In q (leaf_tests count a b) /\ Forall (fun p => q p = true) (a :: l).
Proof.
  intros C F B. set (s := slope f) in *. set (o := snd f) in *.
  assert (Fa : s * fst a + o == snd a) by (inversion F; assumption).
  assert (Pass : forall q, (forall p, s * fst p + o == snd p -> q p = true) -> Forall (fun p => q p = true) (a :: l)).
  { intros q H. eapply Forall_impl; [|exact F]. exact H. }
  assert (Pair : (forall p, In p (a :: l) -> p = a) \/ s * fst b + o == snd b).
  { destruct l as [|p l]; [left; intros p [-> | []]; reflexivity | right]. subst p. inversion F as [|? ? _ F']; subst. inversion F'; assumption. }
  destruct count as [|[|count]]; cbn [cheap leaf_tests] in *; fold s o in C.
  - destruct C as [Z | [Z O]].
    + eexists. split; [left; reflexivity|]. apply Pass. intros p E. apply Qeq_bool_iff. rewrite <- E, <- Fa, Z. ring.
    + eexists. split; [right; left; reflexivity|]. apply Pass. intros p E. apply Qeq_bool_iff. rewrite <- E, Z, O. ring.
  - destruct C as [Z | [Z | [Z | Z]]].
    + eexists. split; [left; reflexivity|]. apply Pass. intros p E. apply Qeq_bool_iff. rewrite <- E, <- Fa, Z. ring.
    + eexists. split; [right; left; reflexivity|]. apply Pass. intros p E. apply Qeq_bool_iff. rewrite <- E, <- Fa, Z. ring.
    + eexists. split; [right; right; left; reflexivity|]. apply Pass. intros p E. apply Qeq_bool_iff. rewrite <- E, <- Fa, Z. ring.
    + eexists. split; [right; right; right; left; reflexivity|]. destruct (Qeq_bool (fst a) 0) eqn:Ea.
      * apply Qeq_bool_iff in Ea. destruct Pair as [P | P].
        -- apply Forall_forall. intros p I. rewrite (P p I). apply Qeq_bool_iff. rewrite <- Fa, Ea, Z. ring.
        -- apply Pass. intros p E. apply Qeq_bool_iff. rewrite <- E, <- P, Z. ring.
      * apply Pass. intros p E. apply Qeq_bool_iff. rewrite <- E, <- Fa, Z. ring.
  - eexists. split; [left; reflexivity|]. destruct Pair as [P | P].
    + apply Forall_forall. intros p I. rewrite (P p I). apply Qeq_bool_iff. ring.
    + apply Pass. intros p E. apply Qeq_bool_iff. rewrite <- E, <- P, <- Fa. ring.
Qed.

Lemma leaf_far count f (l r : list sample) : cheap count f -> Forall (fun p => slope f * fst p + snd f == snd p) l ->
  (length (snd (leaf_reach count (l ++ r))) <= length r)%nat.
Proof.
  intros C F. pose proof (cut_length _ _ (leaf_cut count (l ++ r))) as L. destruct l as [|a l]; [cbn [app] in *; lia|].
  destruct (l ++ r) as [|b d] eqn:E; cbn [app]; rewrite E; [cbn [leaf_reach snd length]; lia|]. cbn [leaf_reach].
  destruct (leaf_passes count f a b l C F) as (q & I & P).
  { destruct l as [|p l]; [exact Logic.I|]. injection E as -> _. reflexivity. }
  destruct (best_cut (leaf_tests count a b) (a :: b :: d) (0%nat, a :: b :: d)) as (_ & _ & N); [exists []; auto|].
  specialize (N q I). pose proof (run_left q (a :: l) r 0 P) as K. cbn [app] in K. rewrite E in K. lia.
Qed.

Lemma reach_far count : forall l, able count l -> forall r, (length (snd (reach count (l ++ r))) <= length r)%nat.
Proof.
  induction count as [|count IH]; intros l A r.
  - inversion A as [? f ? C F|]; subst. exact (leaf_far 0 f l r C F).
  - destruct (reach_more count (l ++ r)) as [L T].
    inversion A as [? f ? C F | ? one two A1 A2]; subst; [pose proof (leaf_far (S count) f l r C F); lia|].
    rewrite <- app_assoc in *. pose proof (IH one A1 (two ++ r)) as K.
    destruct (reach_cut count (one ++ two ++ r)) as (m & E & _). set (e := snd (reach count (one ++ two ++ r))) in *. clearbody e.
    pose proof (cut_length _ _ (reach_cut count e)) as N.
    destruct (le_lt_dec (length e) (length r)) as [S | S]; [lia|].
    assert (P : exists k, e = k ++ r /\ exists h, two = h ++ k).
    { rewrite app_assoc in E. destruct (app_eq_app _ _ _ _ E) as (k & [(E1 & E2) | (E1 & E2)]).
      - exists k. split; [exact E2|]. destruct (app_eq_app _ _ _ _ E1) as (h & [(E3 & E4) | (E3 & E4)]); [|exists h; exact E4].
        subst e k. rewrite !app_length in K. destruct h; [|cbn [length] in K; lia]. exists []. reflexivity.
      - subst r. rewrite app_length in S. lia. }
    destruct P as (k & -> & h & H). pose proof (IH k (able_end count two A2 h k H) r). lia.
Qed.

(** A tree takes what it memorizes. *)
Lemma tree_able t : forall count d, rising d -> recalls t (data_of d) -> Forall (fun p => frugal t [fst p] count) d -> able count d.
Proof.
  induction t as [rows | w q below IHb above IHa]; intros count d R M F; (destruct d as [|p d]; [apply (able_leaf count (constant 0)); [apply cheap_constant | constructor]|]).
  - assert (S : exists f, rows = [f]).
    { specialize (M [fst p] [snd p] (or_introl eq_refl)). simpl in M. destruct rows as [|f [|g rows]]; inversion M as [|? ? ? ? _ X]; subst; [eauto | inversion X]. }
    destruct S as [f ->]. inversion F as [|? ? C _]; subst. cbn [frugal] in C. inversion C; subst. apply (able_leaf count f); auto.
    apply Forall_forall. intros x I. specialize (M [fst x] [snd x]).
    assert (J : In ([fst x], [snd x]) (data_of (p :: d))) by (apply (in_map (fun p => ([fst p], [snd p]))), I).
    specialize (M J). inversion M as [|? ? ? ? V _]; subst. rewrite <- V. unfold slope. symmetry. apply at_line.
  - destruct count as [|count]; [inversion F as [|? ? X _]; destruct X|].
    destruct (rising_split w q (p :: d) R) as (l & r & E & H). rewrite E in *. destruct (rising_app _ _ R) as [Rl Rr].
    assert (Side : forall e b, rising e -> (forall x, In x e -> In x (l ++ r)) -> Forall (fun p => opens w q [fst p] = b) e -> able count e).
    { intros e b Re Ie Fe. rewrite Forall_forall in Fe, F.
      assert (G : Forall (fun p => frugal (if b then above else below) [fst p] count) e).
      { apply Forall_forall. intros x I. specialize (F x (Ie x I)). cbn [frugal] in F. rewrite (Fe x I) in F. destruct b; exact F. }
      assert (N : recalls (if b then above else below) (data_of e)).
      { intros x y I. unfold data_of in I. apply in_map_iff in I. destruct I as (s & Es & I). injection Es as <- <-.
        assert (J : In ([fst s], [snd s]) (data_of (l ++ r))) by (apply (in_map (fun p => ([fst p], [snd p]))), Ie, I).
        specialize (M _ _ J). cbn [value] in M. rewrite (Fe s I) in M. destruct b; exact M. }
      destruct b; [apply IHa | apply IHb]; assumption. }
    destruct H as [(Hl & Hr) | (Hl & Hr)]; apply able_split; eapply Side; eauto using in_or_app.
Qed.

(** Data that trees of so many operations do not take to their end need more on some point, whatever the network. *)
Theorem operations_needed : forall d n count, rising d -> memorizes n (data_of d) -> snd (reach count d) <> [] ->
  exists p, In p d /\ (S count <= total (spent n [fst p]))%nat.
Proof.
  intros d n count R M N. destruct (existsb (fun p => (S count <=? total (spent n [fst p]))%nat) d) eqn:X.
  - apply existsb_exists in X. destruct X as (p & I & L). exists p. split; [exact I | apply Nat.leb_le, L].
  - exfalso. apply N. assert (A : able count d).
    { apply (tree_able (unroll 1 n)); auto.
      - intros x y I. unfold data_of in I. apply in_map_iff in I. destruct I as (p & E & I). injection E as <- <-.
        destruct (normal_form n 1 [fst p] eq_refl) as [E _]. eapply same_trans; [exact E|]. apply M. apply (in_map (fun p => ([fst p], [snd p]))), I.
      - apply Forall_forall. intros p I. apply (frugal_more _ _ (total (spent n [fst p]))); [|apply network_frugal].
        apply Nat.nlt_ge. intros L. assert (Y : existsb (fun p => (S count <=? total (spent n [fst p]))%nat) d = true); [|congruence].
        apply existsb_exists. exists p. split; [exact I | apply Nat.leb_le, L]. }
    pose proof (reach_far count d A []) as L. rewrite app_nil_r in L. destruct (snd (reach count d)); [reflexivity | cbn [length] in L; lia].
Qed.

(** * What is checked *)

Definition single (row : vec * vec) : bool := (length (fst row) =? 1)%nat && (length (snd row) =? 1)%nat.
Definition sample_of (row : vec * vec) : sample := (hd 0 (fst row), hd 0 (snd row)).

(** Places in increasing order. *)
Fixpoint climbs (d : list sample) : bool :=
  match d with
  | a :: d' => match d' with b :: _ => negb (Qle_bool (fst b) (fst a)) && climbs d' | [] => true end
  | [] => true
  end.

(** The rows of these numbers, from 1, are in order, and so many operations are not enough for them. *)
Definition check_operations (d : data) (order : list positive) (count : nat) : bool :=
  match Shallow.picked (Shallow.numbered d 1 (PositiveMap.empty _)) order with
  | Some rows =>
      forallb single rows && climbs (map sample_of rows) && (1 <=? count)%nat &&
      match snd (reach (Nat.pred count) (map sample_of rows)) with [] => false | _ => true end
  | None => false
  end.

Lemma climbs_rising d : climbs d = true -> rising d.
Proof.
  intros H. apply Sorted_StronglySorted; [intros a b c L K; lra|]. induction d as [|a d IH]; constructor.
  - apply IH. destruct d; [reflexivity|]. cbn [climbs] in H. apply andb_prop in H. apply H.
  - destruct d as [|b d]; constructor. cbn [climbs] in H. apply andb_prop in H. apply Shallow.after, negb_true_iff, H.
Qed.

Lemma single_row row : single row = true -> ([fst (sample_of row)], [snd (sample_of row)]) = row.
Proof.
  destruct row as [x y]. unfold single. cbn [fst snd]. intros S. apply andb_prop in S. destruct S as [Sx Sy].
  apply Nat.eqb_eq in Sx, Sy. destruct x as [|x [|? ?]], y as [|y [|? ?]]; try discriminate. reflexivity.
Qed.

Lemma picked_in (d : data) order rows : Shallow.picked (Shallow.numbered d 1 (PositiveMap.empty _)) order = Some rows -> incl rows d.
Proof.
  intros E row J. refine (Shallow.picked_all (fun row => In row d) _ order _ rows E row J).
  intros k a F. apply Shallow.numbered_find in F. destruct F as [F | F]; auto. rewrite PositiveMap.gempty in F. discriminate.
Qed.

Lemma picked_memorized d order rows n : Shallow.picked (Shallow.numbered d 1 (PositiveMap.empty _)) order = Some rows ->
  forallb single rows = true -> memorizes n d -> memorizes n (data_of (map sample_of rows)).
Proof.
  intros E S M x y J. rewrite forallb_forall in S. unfold data_of in J. rewrite map_map in J. apply in_map_iff in J. destruct J as (row & F & J).
  rewrite (single_row row (S row J)) in F. subst row. apply M, (picked_in _ _ _ E _ J).
Qed.

Theorem check_operations_sound : forall d order count, check_operations d order count = true ->
  forall n, memorizes n d -> exists x y, In (x, y) d /\ (count <= total (spent n x))%nat.
Proof.
  intros d order count H n M. unfold check_operations in H. destruct (Shallow.picked _ order) as [rows|] eqn:E; [|discriminate].
  rewrite !andb_true_iff in H. destruct H as [[[S C] L] N]. apply Nat.leb_le in L.
  destruct (operations_needed (map sample_of rows) n (Nat.pred count)) as (p & J & K).
  - apply climbs_rising, C.
  - apply (picked_memorized d order); assumption.
  - destruct (snd (reach _ _)); [discriminate | congruence].
  - apply in_map_iff in J. destruct J as ([x y] & F & J). rewrite forallb_forall in S.
    pose proof (f_equal fst (single_row _ (S _ J))) as G. cbn [fst] in G.
    exists x, y. split; [apply (picked_in _ _ _ E _ J)|]. rewrite <- F, G in K. lia.
Qed.
