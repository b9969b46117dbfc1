//! Which language a text is in. The sentences are made up.

#![allow(clippy::unwrap_used)]

use remand_text::language_of;

fn check(expected: Option<&str>, texts: &[&str]) {
    for text in texts {
        assert_eq!(language_of(text), expected, "{text}");
    }
}

#[test]
fn languages_of_sentences() {
    check(
        Some("en"),
        &[
            "The court extended his detention by two months, and his lawyer learned of it from the newspaper.",
            "Arrested on 4 March, no order shown to the family",
            "She was arrested on 4 March 2024 and has not been seen by her family since.",
        ],
    );
    check(
        Some("ru"),
        &[
            "Суд продлил срок содержания под стражей на два месяца, адвокат узнал об этом из газет.",
            "Его задержали четвёртого марта, и с тех пор родные его не видели.",
        ],
    );
    check(
        Some("kk"),
        &[
            "Сот қамауда ұстау мерзімін екі айға ұзартты, қорғаушы бұл туралы газеттен білді.",
            "Ол төртінші наурызда ұсталды, содан бері туыстары оны көрген жоқ.",
        ],
    );
    check(
        Some("uk"),
        &[
            "Суд продовжив строк тримання під вартою на два місяці, адвокат дізнався про це з газет.",
            "Її затримали четвертого березня, відтоді рідні її не бачили.",
        ],
    );
    check(
        Some("de"),
        &["Das Gericht verlängerte die Haft um zwei Monate, der Anwalt erfuhr es aus der Zeitung."],
    );
    check(
        Some("fr"),
        &["Le tribunal a prolongé la détention de deux mois, l'avocat l'a appris par le journal."],
    );
    check(
        Some("es"),
        &["El tribunal prolongó la detención dos meses y el abogado lo supo por el periódico."],
    );
}

#[test]
fn names_in_another_language_do_not_change_it() {
    check(
        Some("ru"),
        &["Партия «Жаңа Қазақстан» сообщила, что её председателя доставили в следственный изолятор ночью."],
    );
    check(
        Some("en"),
        &[
            "The newspaper «Вечерний город» wrote that the prosecutor had refused to show the order to anyone.",
        ],
    );
}

#[test]
fn what_cannot_be_told_is_not_guessed() {
    check(
        None,
        &[
            "",
            "12.03.2024 — 14:30",
            "Ok.",
            "a1 b2 a b c e o a b c d e a b c o a e table figure a e o",
            "Kowalski Jan, Nowak Anna, Wiśniewski Piotr, Wójcik Maria, Kamiński Tomasz",
            "Суд",
            "قررت المحكمة تمديد الحبس شهرين وعلم المحامي بذلك من الجريدة",
            "法院将羁押期限延长了两个月，律师从报纸上得知此事",
            "Rechten van de verdachte: de rechtbank verlengde het arrest met twee maanden.",
            "Sąd przedłużył areszt o dwa miesiące, a adwokat dowiedział się o tym z gazety.",
            "Mahkeme tutukluluk süresini iki ay uzattı, avukat bunu gazeteden öğrendi.",
            "Съдът удължи задържането под стража с два месеца, а адвокатът научи за това от вестника.",
            "Сот камакта кармоо мөөнөтүн эки айга узартты, жактоочу бул тууралуу гезиттен билди жана өзү келди.",
            "Суд ҳибсда сақлаш муддатини икки ойга узайтирди, ҳимоячи буни газетадан билди ва ўзи келди.",
        ],
    );
}

#[test]
fn a_menu_in_another_language_does_not_decide() {
    let menu = "Home About us Contact Login Subscribe Latest news All sections ";
    let text =
        "Суд продлил срок содержания под стражей на два месяца, адвокат узнал об этом из газет. ".repeat(60);
    check(Some("ru"), &[&format!("{menu}{text}")]);
}
