(** Two networks whose outputs differ by no more than a number at every z of a region. *)

From Coq Require Import ZArith QArith Qabs List Lia Lqa Bool.
From Memocert Require Import Forms Engine Goals Claims Bridge.
From Memocert Require Model.
Import ListNotations.
Open Scope Z_scope.

(** Two vectors differ by at most t in every coordinate. *)
Definition near (t : Q) (x y : list Q) : Prop := Forall2 (fun a b => (Qabs (a - b) <= t)%Q) x y.

(** above / below - (f - g) >= 0 and above / below + (f - g) >= 0, of values over the denominator d. *)
Fixpoint gaps (above : Z) (below : positive) (d : Z) (a b : list form) : option (list constraint) :=
  match a, b with
  | [], [] => Some []
  | f :: a', g :: b' =>
      match gaps above below d a' b' with
      | Some l => Some ((addmul (Zneg below) f (addmul (Zpos below) g [above * d]), Nonnegative)
                        :: (addmul (Zpos below) f (addmul (Zneg below) g [above * d]), Nonnegative) :: l)
      | None => None
      end
  | _, _ => None
  end.

Lemma one_gap (t e q u v : Q) : (0 < e -> 0 < q -> 0 <= - e * (u * q) + (e * (v * q) + t * e * q) ->
  0 <= e * (u * q) + (- e * (v * q) + t * e * q) -> Qabs (u - v) <= t)%Q.
Proof.
  intros E Q V1 V2. assert (S : (0 < e * q)%Q) by (apply Qmult_lt_0_compat; assumption).
  apply Qabs_Qle_condition. split; nra.
Qed.

Lemma gaps_sound z above below d a : forall b l x y, 0 < d -> gaps above below d a b = Some l ->
  Forall2 (fun f q => (ev f z == q * inject_Z d)%Q) a x -> Forall2 (fun f q => (ev f z == q * inject_Z d)%Q) b y ->
  inside z l -> near (above # below) x y.
Proof.
  induction a as [|f a IH]; intros [|g b] l x y D E X Y V; simpl in E; try discriminate.
  - inversion X; inversion Y; constructor.
  - destruct (gaps above _ _ a b) as [l'|] eqn:E'; [|discriminate]. injection E as <-.
    inversion X as [|? u ? x' Hf Hx]; subst. inversion Y as [|? v ? y' Hg Hy]; subst.
    inversion V as [|? ? V1 V']; subst. inversion V' as [|? ? V2 V3]; subst.
    constructor; [|eapply IH; eauto]. clear - D Hf Hg V1 V2.
    unfold satisfies in V1, V2. cbn [fst snd stands] in V1, V2.
    rewrite !ev_addmul, Hf, Hg, ev_one, inject_Z_mult in V1, V2.
    assert (W : (inject_Z above == (above # below) * inject_Z (Zpos below))%Q) by (unfold Qeq; simpl; lia).
    rewrite W in V1, V2. apply (one_gap (above # below) (inject_Z (Zpos below)) (inject_Z d)).
    + rewrite <- injZ_pos. reflexivity.
    + rewrite <- injZ_pos. exact D.
    + exact V1.
    + exact V2.
Qed.

Definition near_at (w : nat) (above : Z) (below : positive) : continuation := fun s h =>
  match gaps above below (den s) (firstn w (vals s)) (skipn w (vals s)) with
  | Some l => match ends (base s) l (hints h) with Some h' => Some (Thread h' (found h)) | None => None end
  | None => None
  end.

Lemma near_keeps w above below : keeps (near_at w above below).
Proof.
  intros s h h' H. unfold near_at in H. destruct gaps as [l|]; [|discriminate].
  destruct ends as [h1|]; [|discriminate]. injection H as <-. apply incl_refl.
Qed.

(** What is left of the hints when two networks of q outputs are near each other on a region. *)
Definition stays_near (p q : nat) (above : Z) (below : positive) (n m : net) (domain : list constraint) (h : list hint)
  : option (list hint) :=
  unless_empty domain h (fun h => h) (fun h =>
    match exec nothing None Relaxing (Concatenate n m) (fun _ => 0) (start p domain) (near_at q above below) (Thread h []) with
    | Some t => Some (hints t)
    | None => None
    end).

Lemma stays_near_sound p q above below n m domain h h' : typed p n q ->
  stays_near p q above below n m domain h = Some h' ->
  forall z, length z = p -> inside z domain -> near (above # below) (run n z) (run m z).
Proof.
  intros T A z L I. apply unless_empty_sound with (z := z) in A; [|exact I].
  destruct (exec _ _ _ _ _ _ _ _) as [t|] eqn:E; [|discriminate].
  destruct (exec_sound nothing None Relaxing z t (Concatenate n m) _ _ _ _ _ z E (near_keeps _ _ _) (incl_refl _) (start_fits z p domain L I)
    (start_reps z p domain L)) as [(s & h1 & h2 & K & _ & F & _ & _ & _ & R)|B]; [|destruct B].
  unfold near_at in K. destruct (gaps _ _ _ _ _) as [l|] eqn:D; [|discriminate].
  destruct (ends (base s) l (hints h1)) as [h3|] eqn:G; [|discriminate].
  apply (ends_sound z) in G; auto. destruct (onward_here _ _ R) as [P R']. cbn [run] in R'. clear R. rename R' into R.
  destruct (halves _ _ _ _ _ R) as [X Y]. rewrite (typed_length p n q z T L) in X, Y.
  eapply gaps_sound; eauto.
Qed.

Lemma near_same t x y : near t x y -> forall x' y', Model.same x x' -> Model.same y y' -> near t x' y'.
Proof.
  induction 1 as [|a b x y N _ IH]; intros x' y' X Y.
  - inversion X. inversion Y. constructor.
  - inversion X as [|? u ? x2 A X2]; subst. inversion Y as [|? v ? y2 B Y2]; subst.
    constructor; [rewrite <- A, <- B; exact N | apply IH; assumption].
Qed.

Definition check_near (p q : nat) (above : Z) (below : positive) (n m : part) (domain : list constraint) (h : list hint) : bool :=
  if has_widths p q n then all_read (stays_near p q above below (body n) (body m) domain h) else false.

Theorem near_model : forall p q above below n m domain h, check_near p q above below n m domain h = true ->
  forall z, length z = p -> inside z domain -> near (above # below) (Model.eval (meaning n) z) (Model.eval (meaning m) z).
Proof.
  intros p q above below n m domain h H z L I. unfold check_near in H. destruct (has_widths p q n) eqn:W; [|discriminate].
  destruct (stays_near _ _ _ _ _ _ _ _) as [h'|] eqn:A; [|discriminate].
  apply (near_same _ (run (body n) z) (run (body m) z)); [|apply run_model..].
  exact (stays_near_sound _ _ _ _ _ _ _ _ _ (has_widths_typed _ _ _ W) A z L I).
Qed.
