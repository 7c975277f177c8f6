(** One hidden layer of ReLUs on one input: whether as many units as kinks are enough, by a table of where the parts of its slope can lie
    (docs/explanation/theory, Theorem 33d). *)

From Coq Require Import QArith Qreduction List Bool Arith Lia Lqa FMapPositive.
From Memocert Require Import Model NormalForm Counting Line Pieces OneLine Units.
From Memocert Require Shallow Reach.
Import ListNotations.
Open Scope Q_scope.

(** * Intervals: a number, or all between two ends, which may lie at infinity *)

Inductive interval := Point (x : Q) | Open (least most : option Q).

Definition everything := Open None None.
Definition over (least : option Q) (x : Q) : Prop := match least with Some l => l < x | None => True end.
Definition under (most : option Q) (x : Q) : Prop := match most with Some m => x < m | None => True end.
Definition within (i : interval) (x : Q) : Prop := match i with Point y => x == y | Open l m => over l x /\ under m x end.

Definition least (i : interval) : option Q := match i with Point x => Some x | Open l _ => l end.
Definition most (i : interval) : option Q := match i with Point x => Some x | Open _ m => m end.
Definition apart (x y : option Q) : option Q := match x, y with Some x, Some y => Some (Qred (x - y)) | _, _ => None end.

(** Differences of a number in one and a number in the other. *)
Definition minus (i j : interval) : interval :=
  match i, j with Point x, Point y => Point (Qred (x - y)) | _, _ => Open (apart (least i) (most j)) (apart (most i) (least j)) end.

Lemma minus_within i j x y : within i x -> within j y -> within (minus i j) (x - y).
Proof.
  destruct i as [u|[l|] [m|]], j as [u'|[l'|] [m'|]]; cbn [within minus apart least most over under]; rewrite ?Qred_correct; intros; repeat split; lra.
Qed.

Definition less (x y : Q) : bool := negb (Qle_bool y x).

Lemma less_true x y : less x y = true <-> x < y.
Proof.
  unfold less. rewrite negb_true_iff. split; intros H; [destruct (Qlt_le_dec x y) as [|L]; auto; apply Qle_bool_iff in L; congruence|].
  destruct (Qle_bool y x) eqn:E; auto. apply Qle_bool_iff in E. lra.
Qed.

Definition from (l : option Q) (x : Q) : bool := match l with Some l => less l x | None => true end.
Definition to (x : Q) (m : option Q) : bool := match m with Some m => less x m | None => true end.
Definition lesser (x : Q) (m : option Q) : Q := match m with Some m => if less m x then m else x | None => x end.
Definition greater (x : Q) (l : option Q) : Q := match l with Some l => if less x l then l else x | None => x end.

Definition has (i : interval) (x : Q) : bool := match i with Point y => Qeq_bool x y | Open l m => from l x && to x m end.

Lemma from_over l x : from l x = true <-> over l x.
Proof. destruct l; cbn [from over]; [apply less_true | tauto]. Qed.

Lemma to_under m x : to x m = true <-> under m x.
Proof. destruct m; cbn [to under]; [apply less_true | tauto]. Qed.

Lemma has_within i x : has i x = true <-> within i x.
Proof. destruct i; cbn [has within]; [apply Qeq_bool_iff|]. rewrite andb_true_iff, from_over, to_under. tauto. Qed.

Lemma within_same i x y : x == y -> within i x -> within i y.
Proof. destruct i as [u|[l|] [m|]]; cbn [within over under]; intros E H; repeat split; lra. Qed.

(** What of an interval is less than a number, and what is greater. *)
Definition below (s : Q) (i : interval) : option interval :=
  match i with
  | Point x => if less x s then Some i else None
  | Open l m => if from l s then Some (Open l (Some (lesser s m))) else None
  end.

Definition above (s : Q) (i : interval) : option interval :=
  match i with
  | Point x => if less s x then Some i else None
  | Open l m => if to s m then Some (Open (Some (greater s l)) m) else None
  end.

Lemma below_within s i x : within i x -> x < s -> exists j, below s i = Some j /\ within j x.
Proof.
  destruct i as [y|l m]; cbn [within below].
  - intros E L. assert (H : less y s = true) by (apply less_true; lra). rewrite H. exists (Point y). auto.
  - intros [A B] L. assert (H : from l s = true) by (apply from_over; destruct l; cbn [over] in *; lra). rewrite H.
    eexists. split; [reflexivity|]. cbn [within under]. split; [exact A|]. destruct m as [m|]; cbn [lesser under] in *; [destruct (less m s)|]; lra.
Qed.

Lemma above_within s i x : within i x -> s < x -> exists j, above s i = Some j /\ within j x.
Proof.
  destruct i as [y|l m]; cbn [within above].
  - intros E L. assert (H : less s y = true) by (apply less_true; lra). rewrite H. exists (Point y). auto.
  - intros [A B] L. assert (H : to s m = true) by (apply to_under; destruct m; cbn [under] in *; lra). rewrite H.
    eexists. split; [reflexivity|]. cbn [within over]. split; [|exact B]. destruct l as [l|]; cbn [greater over] in *; [destruct (less s l)|]; lra.
Qed.

(** * Bands: pairs (a, b), one of which lies in an interval, and so does their sum *)

Record band := Band { right : bool; place : interval; slope : interval }.

Definition inside (t : band) (a b : Q) : Prop := within (place t) (if right t then a else b) /\ within (slope t) (a + b).
Definition covers (l : list band) (a b : Q) : Prop := exists t, In t l /\ inside t a b.

Lemma covers_app l r a b : covers l a b \/ covers r a b -> covers (l ++ r) a b.
Proof. intros [(t & I & H) | (t & I & H)]; exists t; (split; [apply in_or_app; auto | exact H]). Qed.

Lemma covers_map (f : band -> list band) l t a b : In t l -> covers (f t) a b -> covers (flat_map f l) a b.
Proof. intros I (r & J & H). exists r. split; [apply in_flat_map; exists t; auto | exact H]. Qed.

(** Where a band leads if one of both stays, and the sum comes to lie in an interval. *)
Definition moved (t : band) (i : interval) : list band := [Band (right t) (place t) i; Band (negb (right t)) (minus (slope t) (place t)) i].

Lemma moved_covers t i a b a' b' : inside t a b -> shares a b a' b' -> within i (a' + b') -> covers (moved t i) a' b'.
Proof.
  intros [P S] Sh W. destruct t as [[|] p s]; cbn [right place slope moved negb] in *; destruct Sh as [E|E].
  1, 4: eexists; split; [left; reflexivity|]; split; [|exact W]; cbn [right place]; apply (within_same p) with (2 := P); lra.
  - eexists. split; [right; left; reflexivity|]. split; [|exact W]. cbn [right place negb]. apply (within_same _ (a + b - a)); [lra|]. apply minus_within; auto.
  - eexists. split; [right; left; reflexivity|]. split; [|exact W]. cbn [right place negb]. apply (within_same _ (a + b - b)); [lra|]. apply minus_within; auto.
Qed.

(** No kink between two points whose chord has the slope s. *)
Definition kept (s : Q) (t : band) : list band :=
  if has (slope t) s then [Band true (if right t then place t else minus (Point s) (place t)) (Point s)] else [].

Lemma kept_covers s t a b a' b' : inside t a b -> a + b == s -> a' == a -> b' == b -> covers (kept s t) a' b'.
Proof.
  intros [P S] E Ea Eb. unfold kept. replace (has (slope t) s) with true by (symmetry; apply has_within; apply (within_same _ (a + b)); auto).
  eexists. split; [left; reflexivity|]. split; cbn [right place slope within]; [|lra]. destruct (right t).
  - apply (within_same _ a); [lra | exact P].
  - apply (within_same _ (s - b)); [lra|]. apply minus_within; [cbn [within]; reflexivity | exact P].
Qed.

(** One kink between them. *)
Definition crossed (s : Q) (t : band) : list band :=
  let go i j := match i with Some i => moved (Band (right t) (place t) i) j | None => [] end in
  go (below s (slope t)) (Open (Some s) None) ++ go (above s (slope t)) (Open None (Some s)) ++
  go (if has (slope t) s then Some (Point s) else None) everything.

Lemma crossed_covers s t a b a' b' : inside t a b -> shares a b a' b' -> (a + b < s -> s < a' + b') -> (s < a + b -> a' + b' < s) ->
  covers (crossed s t) a' b'.
Proof.
  intros [P S] Sh Up Down. unfold crossed. apply covers_app. destruct (Qlt_le_dec (a + b) s) as [L|L].
  - left. destruct (below_within s _ _ S L) as (i & -> & W). apply (moved_covers _ _ a b); [split; auto | auto | split; [apply Up, L | exact I]].
  - right. apply covers_app. destruct (Qlt_le_dec s (a + b)) as [L'|L'].
    + left. destruct (above_within s _ _ S L') as (i & -> & W). apply (moved_covers _ _ a b); [split; auto | auto | split; [exact I | apply Down, L']].
    + right. assert (E : a + b == s) by lra. replace (has (slope t) s) with true by (symmetry; apply has_within; apply (within_same _ (a + b)); auto).
      apply (moved_covers _ _ a b); [split; auto | auto | split; exact I].
Qed.

(** Two kinks between them: either the slope between the kinks is on the other side of s, or the last one is. *)
Definition crossed_twice (s : Q) (t : band) : list band :=
  flat_map (fun r => Band true everything (slope r) :: moved r everything) (crossed s t).

Lemma twice_covers s t a b a1 b1 a' b' : inside t a b -> shares a b a1 b1 -> shares a1 b1 a' b' ->
  (a + b < s -> s < a1 + b1 \/ s < a' + b') -> (s < a + b -> a1 + b1 < s \/ a' + b' < s) -> covers (crossed_twice s t) a' b'.
Proof.
  intros T S1 S2 Up Down. assert (Mid : (a + b < s -> s < a1 + b1) -> (s < a + b -> a1 + b1 < s) -> covers (crossed_twice s t) a' b').
  { intros U D. destruct (crossed_covers s t a b a1 b1 T S1 U D) as (r & I & H). apply (covers_map _ _ _ _ _ I).
    destruct (moved_covers r everything a1 b1 a' b' H S2 (conj Logic.I Logic.I)) as (r' & I' & H'). exists r'. split; [right; exact I' | exact H']. }
  assert (End : (a + b < s -> s < a' + b') -> (s < a + b -> a' + b' < s) -> covers (crossed_twice s t) a' b').
  { intros U D. destruct (crossed_covers s t a b a (a' + b' - a) T (or_introl (Qeq_refl a))) as (r & I & [_ H]); [intros L; specialize (U L); lra | intros L; specialize (D L); lra|].
    apply (covers_map _ _ _ _ _ I). exists (Band true everything (slope r)). split; [left; reflexivity|]. split; [split; exact Logic.I|].
    cbn [slope]. apply (within_same _ (a + (a' + b' - a))); [lra | exact H]. }
  destruct (Qlt_le_dec (a + b) s) as [L|L]; [destruct (Up L); [apply Mid | apply End]; intros; auto; lra|].
  destruct (Qlt_le_dec s (a + b)) as [L'|L']; [destruct (Down L'); [apply Mid | apply End]; intros; auto; lra|]. apply Mid; intros; lra.
Qed.

(** * Fewer bands that cover as much *)

Definition lowest (x y : option Q) : comparison :=
  match x, y with Some x, Some y => x ?= y | None, None => Eq | None, Some _ => Lt | Some _, None => Gt end.
Definition highest (x y : option Q) : comparison :=
  match x, y with Some x, Some y => x ?= y | None, None => Eq | None, Some _ => Gt | Some _, None => Lt end.
Definition then_by (c d : comparison) : comparison := match c with Eq => d | _ => c end.
Definition along (i j : interval) : comparison :=
  match i, j with
  | Open l m, Open l' m' => then_by (lowest l l') (highest m m')
  | Point x, Point y => x ?= y
  | Point x, Open l _ => then_by (lowest (Some x) l) Lt
  | Open l _, Point x => then_by (lowest l (Some x)) Gt
  end.

Definition alike (t r : band) : comparison :=
  then_by (match right t, right r with true, false => Lt | false, true => Gt | _, _ => Eq end) (along (slope t) (slope r)).
Definition first (t r : band) : bool := match then_by (alike t r) (along (place t) (place r)) with Gt => false | _ => true end.

Fixpoint merge (n : nat) (l r : list band) : list band :=
  match n, l, r with
  | S n', t :: l', u :: r' => if first t u then t :: merge n' l' r else u :: merge n' l r'
  | _, _, _ => l ++ r
  end.

Fixpoint halves (l : list band) : list band * list band :=
  match l with [] => ([], []) | t :: l' => let (a, b) := halves l' in (t :: b, a) end.

Fixpoint sorted (n : nat) (l : list band) : list band :=
  match n, l with S n', _ :: _ :: _ => let (a, b) := halves l in merge (length l) (sorted n' a) (sorted n' b) | _, _ => l end.

Lemma merge_in n : forall l r t, In t l \/ In t r -> In t (merge n l r).
Proof.
  induction n as [|n IH]; intros [|u l] [|u' r] t H; cbn [merge]; try (apply in_or_app; exact H).
  destruct (first u u'); cbn [In] in *; [destruct H as [[H|H]|H] | destruct H as [H|[H|H]]]; auto; right; apply IH; cbn [In]; auto.
Qed.

Lemma halves_in l t : In t l -> In t (fst (halves l)) \/ In t (snd (halves l)).
Proof. induction l as [|u l IH]; cbn [In halves]; [tauto|]. destruct (halves l) as [a b]. cbn [fst snd In] in *. tauto. Qed.

Lemma sorted_in n : forall l t, In t l -> In t (sorted n l).
Proof.
  induction n as [|n IH]; intros [|u [|u' l]] t H; cbn [sorted]; auto. apply halves_in in H. destruct (halves (u :: u' :: l)) as [a b].
  apply merge_in. cbn [fst snd] in H. destruct H; auto.
Qed.

(** One band in place of two that lie side by side and overlap. *)
Definition joined (t r : band) : option band :=
  match alike t r, place t, place r with
  | Eq, Point x, Point y => if Qeq_bool x y then Some t else None
  | Eq, Open l m, Point x => if has (Open l m) x then Some t else None
  | Eq, Open l m, Open l' m' =>
      if match l', m with Some x, Some y => less x y | _, _ => true end
      then Some (Band (right t) (Open (match lowest l l' with Gt => l' | _ => l end) (match highest m m' with Lt => m' | _ => m end)) (slope t))
      else None
  | _, _, _ => None
  end.

Lemma then_by_eq c d : then_by c d = Eq -> c = Eq /\ d = Eq.
Proof. destruct c; auto; discriminate. Qed.

Lemma along_same i j x : along i j = Eq -> within j x -> within i x.
Proof.
  destruct i as [u|l m], j as [u'|l' m']; cbn [along]; intros H W.
  - apply Qeq_alt in H. cbn [within] in *. lra.
  - apply then_by_eq in H. destruct H. discriminate.
  - apply then_by_eq in H. destruct H. discriminate.
  - apply then_by_eq in H. destruct H as [A B], l as [l|], m as [m|], l' as [l'|], m' as [m'|]; cbn [within lowest highest over under] in *; try discriminate;
      rewrite <- ?Qeq_alt in *; repeat split; lra.
Qed.

Lemma joined_inside t r u a b : joined t r = Some u -> inside t a b \/ inside r a b -> inside u a b.
Proof.
  unfold joined. destruct (alike t r) eqn:E; try discriminate. apply then_by_eq in E. destruct E as [R S].
  assert (Same : right t = right r) by (destruct (right t), (right r); auto; discriminate). clear R. unfold inside. rewrite <- Same.
  destruct (place t) as [x|l m] eqn:P, (place r) as [y|l' m'] eqn:P'; try discriminate.
  - destruct (Qeq_bool x y) eqn:Q; [|discriminate]. intros [= <-] [H|[W V]]; [rewrite P; auto|]. rewrite P. apply Qeq_bool_iff in Q.
    split; [cbn [within] in *; lra | apply (along_same _ _ _ S V)].
  - destruct (has (Open l m) y) eqn:Q; [|discriminate]. intros [= <-] [H|[W V]]; [rewrite P; auto|]. rewrite P. apply has_within in Q.
    split; [apply (within_same _ y); [cbn [within] in W; lra | exact Q] | apply (along_same _ _ _ S V)].
  - destruct (match l' with Some _ => _ | None => _ end); [|discriminate]. intros [= <-] H. cbn [right place slope within].
    assert (V : within (slope t) (a + b)) by (destruct H as [[_ V]|[_ V]]; [exact V | apply (along_same _ _ _ S V)]). split; [|exact V].
    set (z := if right t then a else b) in *. clearbody z.
    assert (W : (over l z /\ under m z) \/ (over l' z /\ under m' z)) by (destruct H as [[W _]|[W _]]; auto). clear - W.
    split; [destruct l as [l|], l' as [l'|]; cbn [lowest] | destruct m as [m|], m' as [m'|]; cbn [highest]]; cbn [over under] in *; try tauto.
    + destruct (l ?= l') eqn:C; rewrite <- ?Qeq_alt, <- ?Qlt_alt, <- ?Qgt_alt in C; cbn [over]; lra.
    + destruct (m ?= m') eqn:C; rewrite <- ?Qeq_alt, <- ?Qlt_alt, <- ?Qgt_alt in C; cbn [under]; lra.
Qed.

Fixpoint swept (t : band) (l : list band) : list band :=
  match l with [] => [t] | r :: l' => match joined t r with Some u => swept u l' | None => t :: swept r l' end end.

Definition tidy (l : list band) : list band := match sorted (length l) l with [] => [] | t :: l' => swept t l' end.

Lemma swept_covers l : forall t a b, covers (t :: l) a b -> covers (swept t l) a b.
Proof.
  induction l as [|r l IH]; intros t a b (u & I & H); cbn [swept]; [exists u; auto|]. destruct (joined t r) as [v|] eqn:J.
  - apply IH. destruct I as [<- | [<- | I]]; [exists v | exists v | exists u]; cbn [In]; (split; [auto|]); try exact H; apply (joined_inside t r); auto.
  - destruct I as [<- | I]; [exists t; cbn [In]; auto|]. destruct (IH r a b) as (v & K & G); [exists u; auto|]. exists v. cbn [In]. auto.
Qed.

Lemma tidy_covers l a b : covers l a b -> covers (tidy l) a b.
Proof.
  intros (t & I & H). unfold tidy. apply (sorted_in (length l)) in I. destruct (sorted (length l) l) as [|r l']; [destruct I|].
  apply swept_covers. exists t. auto.
Qed.

(** * The table: from point to point, what is possible with as few kinks as there can be, and with one more *)

(** Whether b cannot be 0 in a band. *)
Definition never (t : band) : bool := negb (has (if right t then minus (slope t) (place t) else place t) 0).

Lemma never_inside t a b : never t = true -> inside t a b -> b == 0 -> False.
Proof.
  unfold never. intros N [P S] Z. apply negb_true_iff in N. assert (H : has (if right t then minus (slope t) (place t) else place t) 0 = true); [|congruence].
  apply has_within. destruct (right t).
  - apply (within_same _ (a + b - a)); [lra|]. apply minus_within; auto.
  - apply (within_same _ b); auto.
Qed.

Fixpoint refuted (bands : Z) (l : slopes) (now spare : list band) (p : sample) (d : list sample) : bool :=
  match d with
  | [] => forallb never now
  | q :: d' =>
      let c := chord p q in
      let s := Qred c in
      let next := tidy (flat_map (kept s) spare ++ flat_map (crossed s) now) in
      let left := (bands - Z.of_nat (length now + length spare))%Z in
      (0 <=? left)%Z &&
      if among c l then refuted left (Only c) (tidy (flat_map (kept s) now)) next q d'
      else forallb (fun t => negb (has (slope t) s)) now &&
           refuted left (turned c l) next (tidy (flat_map (crossed s) spare ++ flat_map (crossed_twice s) now)) q d'
  end.

(** With two kinks between samples the middle slope or the last is on the other side of the chord's. *)
Lemma beyond_twice p q s t r k k' : fst p < k -> k <= k' -> k' <= fst q -> snd q == snd p + s * (k - fst p) + t * (k' - k) + r * (fst q - k') ->
  (s < chord p q -> chord p q < t \/ chord p q < r) /\ (chord p q < s -> t < chord p q \/ r < chord p q).
Proof.
  intros A B C E. assert (D : chord p q * (fst q - fst p) == s * (k - fst p) + t * (k' - k) + r * (fst q - k')) by (unfold chord; rewrite E; field; lra).
  set (c := chord p q) in *. clearbody c. assert (K1 : 0 < k - fst p) by lra. assert (K2 : 0 <= k' - k) by lra. assert (K3 : 0 <= fst q - k') by lra.
  split; intros Lt.
  - destruct (Qlt_le_dec c t); auto. destruct (Qlt_le_dec c r); auto. exfalso. assert (0 < (c - s) * (k - fst p)) by (apply Qmult_lt_0_compat; lra).
    assert (0 <= (c - t) * (k' - k)) by (apply Qmult_le_0_compat; lra). assert (0 <= (c - r) * (fst q - k')) by (apply Qmult_le_0_compat; lra). lra.
  - destruct (Qlt_le_dec t c); auto. destruct (Qlt_le_dec r c); auto. exfalso. assert (0 < (s - c) * (k - fst p)) by (apply Qmult_lt_0_compat; lra).
    assert (0 <= (t - c) * (k' - k)) by (apply Qmult_le_0_compat; lra). assert (0 <= (r - c) * (fst q - k')) by (apply Qmult_le_0_compat; lra). lra.
Qed.

Lemma covers_flat (f : band -> list band) l a b a' b' : covers l a b -> (forall t, inside t a b -> covers (f t) a' b') -> covers (flat_map f l) a' b'.
Proof. intros (t & I & H) F. apply (covers_map f l t); auto. Qed.

(** Parts of the first slope from which so many kinks lead on: in now if no fewer are needed, in spare if one fewer than needed. *)
Lemma refuted_sound n a b p d : polygon n a b p d -> rising (p :: d) -> forall bands l now spare, refuted bands l now spare p d = true ->
  (n = kinks_needed l p d 0 /\ covers now a b \/ S n = kinks_needed l p d 0 /\ covers spare a b) -> False.
Proof.
  induction 1 as [n a b p E | n a b a' b' p q d E Ea Eb P IH | n a b a' b' k p q d A B E Sh P IH | n a b a1 b1 a' b' k k' p q d A B C E Sh Sh' P IH
    | n a b a' b' p q d P IH]; intros R bands l now spare H K.
  { cbn [refuted kinks_needed] in *. destruct K as [[N (t & I & T)] | [N _]]; [|discriminate].
    rewrite forallb_forall in H. apply (never_inside t a b (H t I) T), E, N. }
  all: inversion R as [|? ? R' F]; subst; inversion F as [|? ? L _]; subst; cbn [refuted kinks_needed] in H, K.
  all: pose proof (polygon_kinks _ _ _ _ _ P R') as More; set (c := chord p q) in *; assert (Es : Qred c == c) by apply Qred_correct; set (s := Qred c) in *.
  all: apply andb_prop in H; destruct H as [_ H]; destruct (among c l) eqn:M.
  all: try (apply andb_prop in H; destruct H as [None H]; rewrite kinks_count in K); specialize (IH R' _ _ _ _ H).
  all: assert (Less : forall l, (kinks_needed l q d 0 <= S n)%nat) by (intros l0; specialize (More l0); destruct (among (a' + b') l0); lia); clear More.
  all: match type of H with refuted _ ?l _ _ _ _ = true => specialize (Less l) end.
  - assert (S : a + b == s) by (rewrite Es; symmetry; apply chord_slope; auto). destruct K as [[N T] | [N T]]; apply IH; [left | right]; (split; [exact N|]); apply tidy_covers.
    + apply (covers_flat (kept s) now a b); auto. intros t I. apply (kept_covers s t a b); auto.
    + apply covers_app. left. apply (covers_flat (kept s) spare a b); auto. intros t I. apply (kept_covers s t a b); auto.
  - assert (S : a + b == s) by (rewrite Es; symmetry; apply chord_slope; auto). destruct K as [[N (t & I & T)] | [N T]].
    + rewrite forallb_forall in None. specialize (None t I). apply negb_true_iff in None. assert (G : has (slope t) s = true); [|congruence].
      apply has_within. apply (within_same _ (a + b)); [exact S | apply T].
    + apply IH. left. split; [lia|]. apply tidy_covers, covers_app. left. apply (covers_flat (kept s) spare a b); auto. intros t I. apply (kept_covers s t a b); auto.
  - destruct (beyond _ _ _ _ _ A B E) as [Up Down]; fold c in Up, Down. destruct K as [[N T] | [N T]]; [|lia].
    apply IH. right. split; [exact N|]. apply tidy_covers, covers_app. right. apply (covers_flat (crossed s) now a b); auto. intros t I.
    apply (crossed_covers s t a b); auto; rewrite Es; auto.
  - destruct (beyond _ _ _ _ _ A B E) as [Up Down]; fold c in Up, Down. apply IH. destruct K as [[N T] | [N T]]; [left | right]; (split; [lia|]); apply tidy_covers, covers_app.
    + right. apply (covers_flat (crossed s) now a b); auto. intros t I. apply (crossed_covers s t a b); auto; rewrite Es; auto.
    + left. apply (covers_flat (crossed s) spare a b); auto. intros t I. apply (crossed_covers s t a b); auto; rewrite Es; auto.
  - lia.
  - destruct (beyond_twice _ _ _ _ _ _ _ A B C E) as [Up Down]; fold c in Up, Down. destruct K as [[N T] | [N T]]; [|lia].
    apply IH. right. split; [lia|]. apply tidy_covers, covers_app. right. apply (covers_flat (crossed_twice s) now a b); auto. intros t I.
    apply (twice_covers s t a b a1 b1); auto; rewrite Es; auto.
  - lia.
  - lia.
Qed.

(** If no more units are there than kinks, all turn right of the first sample, where those that look right give nothing. *)
Theorem units_more : forall bands p d rows row, rising (p :: d) -> memorizes (layer rows row) (data_of (p :: d)) ->
  refuted bands Any [Band true (Point 0) everything] [] p d = true -> (S (kinks_needed Any p d 0) <= length rows)%nat.
Proof.
  intros bands p d rows row R M H. set (units := units_of rows (fst row)).
  assert (W : polygon (length (filter (later (fst p)) units)) (part true units (fst p)) (part false units (fst p)) p d).
  { apply (walk units (snd row)); [exact R|]. apply (layer_outputs rows row p d M). }
  pose proof (polygon_kinks _ _ _ _ _ W R Any) as K. cbn [among] in K.
  pose proof (units_of_length rows (fst row)) as L. fold units in L. pose proof (filter_most (later (fst p)) units) as N.
  destruct (Nat.le_gt_cases (S (kinks_needed Any p d 0)) (length rows)) as [|G]; auto. exfalso.
  apply (refuted_sound _ _ _ p d W R _ _ _ _ H). left. split; [lia|]. exists (Band true (Point 0) everything). split; [left; reflexivity|].
  split; [|split; exact I]. cbn [right place within]. assert (A : forall u, In u units -> later (fst p) u = true).
  { apply filter_all. lia. }
  unfold part. clear - A. induction units as [|u units IH]; [reflexivity|]. rewrite sum_cons, IH; [|intros t J; apply A; right; exact J].
  specialize (A u (or_introl eq_refl)). apply later_kink in A. destruct A as [T A]. unfold active, turns in *. apply negb_true_iff in T. rewrite T.
  destruct (Qle_bool (kink u) (fst p)) eqn:E; [apply Qle_bool_iff in E; lra|]. destruct (Qle_bool 0 (w u)); cbn [negb andb Bool.eqb]; ring.
Qed.

(** * What is checked *)

(** How many bands are looked at. *)
Definition BANDS : Z := 500000.

Definition check_units (d : data) (order : list positive) (count : nat) : bool :=
  match Shallow.picked (Shallow.numbered d 1 (PositiveMap.empty _)) order with
  | Some rows =>
      forallb Reach.single rows && Reach.climbs (map Reach.sample_of rows) &&
      match map Reach.sample_of rows with
      | p :: rest =>
          let kinks := kinks_needed Any p rest 0 in
          (count <=? kinks)%nat || (count =? S kinks)%nat && refuted BANDS Any [Band true (Point 0) everything] [] p rest
      | [] => false
      end
  | None => false
  end.

Theorem check_units_sound : forall d order count, check_units d order count = true ->
  forall rows row, memorizes (layer rows row) d -> (count <= length rows)%nat.
Proof.
  intros d order count H rows row M. unfold check_units in H. destruct (Shallow.picked _ order) as [found|] eqn:E; [|discriminate].
  rewrite !andb_true_iff in H. destruct H as [[S C] K]. apply Reach.climbs_rising in C.
  destruct (map Reach.sample_of found) as [|p rest] eqn:D; [discriminate|].
  assert (N : memorizes (layer rows row) (data_of (p :: rest))).
  { rewrite <- D. apply (Reach.picked_memorized d order found); auto. }
  apply orb_prop in K. destruct K as [K|K].
  - apply Nat.leb_le in K. pose proof (units_needed p rest rows row C N). lia.
  - apply andb_prop in K. destruct K as [K T]. apply Nat.eqb_eq in K. pose proof (units_more _ p rest rows row C N T). lia.
Qed.
