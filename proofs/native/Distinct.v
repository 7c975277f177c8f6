(** Whether the keys of a list's elements differ from each other: they are sorted by merging, small runs first, and no two that meet
    are equal. *)

From Coq Require Import ZArith List Bool Permutation Sorted Lia.
From Memocert Require Import Checker.
Import ListNotations.
Open Scope Z_scope.

Section Sorting.

Context {A : Type}.
Variable compare : A -> A -> comparison.
Hypothesis compare_eq : forall a b, compare a b = Eq <-> a = b.
Hypothesis compare_flip : forall a b, compare b a = CompOpp (compare a b).
Hypothesis compare_trans : forall a b c, compare a b = Lt -> compare b c = Lt -> compare a c = Lt.

(** Two increasing lists as one, after those that come before, the last one first; nothing if they have an element in common, or
    there is no room for so many. One loop: in a browser there is little stack. *)
Fixpoint merge {B} (room : list B) (l m read : list A) : option (list A) :=
  match room with
  | [] => None
  | _ :: room =>
      match l, m with
      | [], _ => Some (rev_append read m)
      | _, [] => Some (rev_append read l)
      | a :: l', b :: m' =>
          match compare a b with
          | Eq => None
          | Lt => merge room l' m (a :: read)
          | Gt => merge room l m' (b :: read)
          end
      end
  end.

(** A run among those that wait: twice as long ones are merged with each other. *)
Fixpoint place {B} (room : list B) (run : list A) (waiting : list (option (list A))) : option (list (option (list A))) :=
  match waiting with
  | [] => Some [Some run]
  | None :: rest => Some (Some run :: rest)
  | Some r :: rest =>
      match merge room r run [] with
      | Some t => match place room t rest with Some w => Some (None :: w) | None => None end
      | None => None
      end
  end.

Fixpoint merge_all {B} (room : list B) (run : list A) (waiting : list (option (list A))) : option (list A) :=
  match waiting with
  | [] => Some run
  | None :: rest => merge_all room run rest
  | Some r :: rest => match merge room r run [] with Some t => merge_all room t rest | None => None end
  end.

Context {B : Type}.
Variable key : B -> A.

(** The keys in increasing runs, the last one of a run first. *)
Fixpoint sorted (room : list B) (run : list A) (waiting : list (option (list A))) (l : list B) : option (list A) :=
  match l with
  | [] => merge_all room (rev run) waiting
  | e :: l' =>
      let a := key e in
      match run with
      | [] => sorted room [a] waiting l'
      | b :: _ =>
          match compare b a with
          | Lt => sorted room (a :: run) waiting l'
          | _ => match place room (rev run) waiting with Some w => sorted room [a] w l' | None => None end
          end
      end
  end.

Definition distinct (l : list B) : bool := match sorted l [] [] l with Some _ => true | None => false end.

(** * Why that is right *)

Definition less (a b : A) : Prop := compare a b = Lt.
Notation increasing := (StronglySorted less).

Lemma increasing_app l : forall m, increasing (l ++ m) <-> increasing l /\ increasing m /\ Forall (fun a => Forall (less a) m) l.
Proof.
  induction l as [|a l IH]; intros m; cbn [app].
  - split; [intros H; repeat split; auto; constructor | intros (_ & H & _); exact H].
  - split.
    + intros H. inversion H as [|? ? S F]; subst. apply IH in S. destruct S as (S1 & S2 & S3). apply Forall_app in F. destruct F as [F1 F2].
      repeat split; auto; constructor; auto.
    + intros (S1 & S2 & S3). inversion S1 as [|? ? S F]; subst. inversion S3; subst. constructor; [apply IH; auto|]. apply Forall_app. auto.
Qed.

Lemma less_trans a b l : less a b -> Forall (less b) l -> Forall (less a) l.
Proof. intros H F. eapply Forall_impl; [|exact F]. intros c. apply compare_trans, H. Qed.

Lemma increasing_next x y read n k : less x y -> increasing (rev read ++ x :: n) -> increasing (rev read ++ y :: k) ->
  increasing (rev (x :: read) ++ y :: k).
Proof.
  intros C L M. apply increasing_app in L, M. destruct L as (L1 & L2 & L3), M as (M1 & M2 & M3). cbn [rev]. rewrite <- app_assoc.
  cbn [app]. apply increasing_app. inversion M2; subst. repeat split; auto.
  - constructor; [exact M2|]. constructor; [exact C | eapply less_trans; eauto].
  - apply Forall_forall. intros z Z. rewrite Forall_forall in L3, M3. specialize (L3 z Z). specialize (M3 z Z). inversion L3; subst.
    constructor; assumption.
Qed.

Lemma merge_right {R} (room : list R) : forall l m read r, increasing (rev read ++ l) -> increasing (rev read ++ m) ->
  merge room l m read = Some r -> increasing r /\ Permutation r (read ++ l ++ m).
Proof.
  assert (Rest : forall read l, increasing (rev read ++ l) -> increasing (rev_append read l) /\ Permutation (rev_append read l) (read ++ l)).
  { intros read l L. rewrite rev_append_rev. split; [exact L|]. apply Permutation_app_tail, Permutation_sym, Permutation_rev. }
  assert (Moved : forall read x n, increasing (rev read ++ x :: n) -> increasing (rev (x :: read) ++ n)).
  { intros read x n L. cbn [rev]. rewrite <- app_assoc. exact L. }
  induction room as [|o room IH]; intros [|a l] [|b m] read r L M E; cbn [merge] in E; try discriminate;
    try (injection E as <-; first [exact (Rest _ _ M) | rewrite app_nil_r; exact (Rest _ _ L)]).
  destruct (compare a b) eqn:C; [discriminate | |]; apply IH in E.
  - destruct E as [S P]. split; [exact S|]. rewrite P. cbn [app]. apply Permutation_middle.
  - apply Moved, L.
  - eapply increasing_next; eassumption.
  - destruct E as [S P]. split; [exact S|]. rewrite P. cbn [app]. rewrite (Permutation_middle read (a :: l ++ m) b).
    apply Permutation_app_head. cbn [app]. apply (Permutation_middle (a :: l) m b).
  - eapply increasing_next; [|exact M | exact L]. unfold less. rewrite compare_flip, C. reflexivity.
  - apply Moved, M.
Qed.

Definition waiting_keys (waiting : list (option (list A))) : list A := flat_map (fun r => match r with Some l => l | None => [] end) waiting.
Definition all_increasing (waiting : list (option (list A))) : Prop := Forall (fun r => match r with Some l => increasing l | None => True end) waiting.

Lemma place_right {C} (room : list C) waiting : forall run w, increasing run -> all_increasing waiting -> place room run waiting = Some w ->
  all_increasing w /\ Permutation (waiting_keys w) (run ++ waiting_keys waiting).
Proof.
  induction waiting as [|[r|] rest IH]; intros run w R W E; cbn [place] in E.
  - injection E as <-. split; [repeat constructor; exact R | reflexivity].
  - inversion W as [|? ? X W']; subst. destruct (merge room r run []) as [t|] eqn:M; [|discriminate].
    apply merge_right in M; [|exact X|exact R]. destruct M as [T P].
    destruct (place room t rest) as [v|] eqn:Q; [|discriminate]. injection E as <-. apply IH in Q; [|exact T|exact W'].
    destruct Q as [V K]. split; [constructor; [exact I | exact V]|]. cbn. fold (waiting_keys v) (waiting_keys rest). rewrite K, P. cbn [app].
    rewrite <- app_assoc. apply Permutation_app_swap_app.
  - injection E as <-. inversion W; subst. split; [constructor; assumption | reflexivity].
Qed.

Lemma merge_all_right {C} (room : list C) waiting : forall run t, increasing run -> all_increasing waiting -> merge_all room run waiting = Some t ->
  increasing t /\ Permutation t (run ++ waiting_keys waiting).
Proof.
  induction waiting as [|[r|] rest IH]; intros run t R W E; cbn [merge_all] in E.
  - injection E as <-. split; [exact R|]. cbn. rewrite app_nil_r. reflexivity.
  - inversion W as [|? ? X W']; subst. destruct (merge room r run []) as [v|] eqn:M; [|discriminate].
    apply merge_right in M; [|exact X|exact R]. destruct M as [V P]. apply IH in E; [|exact V|exact W'].
    destruct E as [T Q]. split; [exact T|]. rewrite Q, P. cbn. fold (waiting_keys rest). rewrite <- app_assoc. apply Permutation_app_swap_app.
  - inversion W; subst. apply IH; assumption.
Qed.

Lemma sorted_right room l : forall run waiting t, increasing (rev run) -> all_increasing waiting -> sorted room run waiting l = Some t ->
  increasing t /\ Permutation t (rev run ++ waiting_keys waiting ++ map key l).
Proof.
  induction l as [|e l IH]; intros run waiting t R W E; cbn [sorted] in E; cbv zeta in E; cbn [map].
  - rewrite app_nil_r. eapply merge_all_right; eassumption.
  - destruct run as [|b run].
    + apply IH in E; [|repeat constructor|exact W]. destruct E as [T P]. split; [exact T|]. rewrite P. cbn [rev app]. apply Permutation_middle.
    + assert (Other : match place room (rev (b :: run)) waiting with Some w => sorted room [key e] w l | None => None end = Some t ->
        increasing t /\ Permutation t (rev (b :: run) ++ waiting_keys waiting ++ key e :: map key l)).
      { destruct (place _ _ _) as [w|] eqn:Q; [|discriminate]. intros S. apply place_right in Q; [|exact R|exact W]. destruct Q as [W' K].
        apply IH in S; [|repeat constructor|exact W']. destruct S as [T P]. split; [exact T|]. rewrite P, K. cbn [rev app].
        rewrite <- app_assoc, (app_assoc _ (waiting_keys waiting)). rewrite (app_assoc _ (waiting_keys waiting) (key e :: _)). apply Permutation_middle. }
      destruct (compare b (key e)) eqn:C; try (exact (Other E)).
      apply IH in E; [|cbn [rev]|exact W].
      * destruct E as [T P]. split; [exact T|]. rewrite P. cbn [rev]. rewrite <- !app_assoc. cbn [app].
        apply Permutation_app_head, perm_skip, Permutation_middle.
      * cbn [rev] in R. rewrite <- app_assoc. apply increasing_app in R. destruct R as (R1 & R2 & R3). cbn [app].
        apply increasing_app. repeat split; auto.
        -- repeat constructor. exact C.
        -- apply Forall_forall. intros x X. rewrite Forall_forall in R3. specialize (R3 x X). inversion R3; subst.
           repeat constructor; [assumption | eapply compare_trans; eassumption].
Qed.

Theorem distinct_right l : distinct l = true -> NoDup (map key l).
Proof.
  intros E. unfold distinct in E. destruct (sorted l [] [] l) as [t|] eqn:S; [|discriminate].
  apply sorted_right in S; [|constructor|constructor]. destruct S as [T P]. eapply Permutation_NoDup; [exact P|].
  clear - T compare_eq. induction T as [|a t T IH F]; [constructor|]. constructor; [|exact IH]. intros I. rewrite Forall_forall in F. specialize (F a I).
  unfold less in F. assert (compare a a = Eq) by (apply compare_eq; reflexivity). congruence.
Qed.

End Sorting.

(** * Points *)

Fixpoint compare_lists (l m : list Z) : comparison :=
  match l, m with
  | [], [] => Eq
  | [], _ => Lt
  | _, [] => Gt
  | a :: l', b :: m' => match Z.compare a b with Eq => compare_lists l' m' | c => c end
  end.

Definition compare_points (x y : values_over) : comparison :=
  match Pos.compare (snd x) (snd y) with Eq => compare_lists (fst x) (fst y) | c => c end.

Lemma compare_lists_eq l : forall m, compare_lists l m = Eq <-> l = m.
Proof.
  induction l as [|a l IH]; intros [|b m]; cbn [compare_lists]; split; try discriminate; try reflexivity.
  - destruct (Z.compare_spec a b) as [->| |]; try discriminate. rewrite IH. intros ->. reflexivity.
  - intros E. injection E as -> ->. rewrite Z.compare_refl, IH. reflexivity.
Qed.

Lemma compare_lists_flip l : forall m, compare_lists m l = CompOpp (compare_lists l m).
Proof.
  induction l as [|a l IH]; intros [|b m]; cbn [compare_lists]; try reflexivity.
  rewrite (Z.compare_antisym a b). destruct (a ?= b); cbn [CompOpp]; auto.
Qed.

Lemma compare_lists_trans l : forall m n, compare_lists l m = Lt -> compare_lists m n = Lt -> compare_lists l n = Lt.
Proof.
  induction l as [|a l IH]; intros [|b m] [|c n]; cbn [compare_lists]; try discriminate; try reflexivity.
  destruct (Z.compare_spec a b); destruct (Z.compare_spec b c); destruct (Z.compare_spec a c); try discriminate; try lia; intros; eauto; subst; lia.
Qed.

Lemma compare_points_eq x y : compare_points x y = Eq <-> x = y.
Proof.
  destruct x as [l d], y as [m e]. unfold compare_points. cbn [fst snd]. split.
  - destruct (Pos.compare_spec d e) as [->| |]; try discriminate. rewrite compare_lists_eq. intros ->. reflexivity.
  - intros E. injection E as -> ->. rewrite Pos.compare_refl. apply compare_lists_eq. reflexivity.
Qed.

Lemma compare_points_flip x y : compare_points y x = CompOpp (compare_points x y).
Proof.
  unfold compare_points. rewrite (Pos.compare_antisym (snd x) (snd y)). destruct (snd x ?= snd y)%positive; cbn [CompOpp]; auto.
  apply compare_lists_flip.
Qed.

Lemma compare_points_trans x y z : compare_points x y = Lt -> compare_points y z = Lt -> compare_points x z = Lt.
Proof.
  unfold compare_points. destruct (Pos.compare_spec (snd x) (snd y)); destruct (Pos.compare_spec (snd y) (snd z));
    destruct (Pos.compare_spec (snd x) (snd z)); try discriminate; try lia; intros; eauto using compare_lists_trans; subst; lia.
Qed.

Definition distinct_points {B} (l : list (values_over * B)) : bool := distinct compare_points fst l.

Theorem distinct_points_right : forall {B} (l : list (values_over * B)), distinct_points l = true -> NoDup (map fst l).
Proof. intros B l. apply distinct_right; [apply compare_points_eq | apply compare_points_flip | apply compare_points_trans]. Qed.
