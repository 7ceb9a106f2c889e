/** Passwords of eight characters and more that are tried first everywhere, and those that people in Turkey choose. Lower case. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
12345678 123456789 1234567890 0123456789 01234567 012345678 0987654321 987654321 9876543210 87654321 11111111 111111111 1111111111
00000000 000000000 0000000000 22222222 33333333 44444444 55555555 66666666 77777777 88888888 99999999 999999999 12341234 12121212
123123123 123321123 12344321 1234554321 123454321 123456654321 123456123 123456123456 1234567891 12345678910 123456789a 123456789q
1234567a 12345678a 12345678q a1234567 a12345678 a123456789 q1234567 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qazxsw2 qazwsxedc
zaq12wsx !qaz2wsx q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwertyqwerty
1qwerty1 asdfghjk asdfghjkl asdfasdf asdf1234 asdasdasd asd123asd zxcvbnm123 zxcvbnm1 1234qwer qwer1234 qweqweqwe qweasdzxc qweasd123 123qweasd
123qwe123 123qweasdzxc 1234abcd abcd1234 abcdefgh abcdefghi abc12345 abc123456 abc123abc aa123456 aa12345678 aaaaaaaa aaaaaaaaa a1b2c3d4
a1s2d3f4 q1q1q1q1 password password1 password12 password123 password1234 password! passw0rd p@ssw0rd p@ssword p@ssw0rd1 pa55word passwort
mypassword password01 password2 password3 iloveyou iloveyou1 iloveyou2 ilovegod ihateyou sunshine sunshine1 princess princess1 football football1
baseball baseball1 basketball superman superman1 batman123 spiderman ironman1 pokemon1 pokemon123 starwars starwars1 whatever trustno1
welcome1 welcome123 welcome12 letmein1 letmein123 admin123 admin1234 admin12345 administrator root1234 rootroot test1234 test12345 testtest testing1
testing123 guest123 default1 changeme changeme1 changeme123 secret123 master123 monkey123 dragon123 shadow123 michael1 jennifer jordan23
jessica1 charlie1 computer internet samsung1 samsung123 iphone123 google123 facebook facebook1 instagram microsoft minecraft fortnite1 roblox123
corvette mercedes ferrari1 porsche1 chocolate butterfly liverpool liverpool1 chelsea1 arsenal1 manchester barcelona barcelona1 realmadrid
juventus ronaldo7 cristiano football123 blink182 metallica nirvana1 slipknot1 midnight december november september elephant dolphins
snoopy123 scooby123 garfield victoria1 veronica samantha danielle isabella alexander alexandra christian christine elizabeth benjamin nicholas
katherine stephanie maverick marlboro marlboro1 mustang1 yankees1 cowboys1 steelers patriots lakers24 warcraft starcraft counterstrike playstation
qwaszx123 1password 123abc123 user1234 login123 pass1234 pass12345 passpass access14 hello123 hello1234 hellohello goodluck babygirl babygirl1
lovelove lovelove1 loveyou1 forever1 freedom1 killer123 hunter123 matrix123 zxcv1234 zxcvbnm, asdf;lkj 147258369 147852369 159753456 741852963
789456123 963852741 321654987 456789123 25802580 36925814 10203040 11223344 1122334455 112233445566 22446688 31415926 13579246 24681012
19051905 19071907 19031903 19671967 fenerbahce fenerbahçe fenerbahce1 fenerbahce1907 fenerbahçe1907 fener1907 galatasaray galatasaray1
galatasaray1905 cimbom1905 gs190519 besiktas beşiktaş besiktas1 besiktas1903 karakartal trabzonspor trabzon61 bursaspor bursaspor16 goztepe35
istanbul istanbul1 istanbul34 istanbul123 istanbul1453 ankara06 ankara06ankara ankara123 izmir3535 izmir123 antalya07 antalya1 adana0101 konya4242
turkiye1 türkiye1 turkiye1923 türkiye1923 turkiyem türkiyem turkey123 ataturk1881 atatürk1881 ataturk1 atatürk1 mustafa1 mustafa123 mehmet123
mehmet12 ahmet123 ahmet1234 ali12345 alialiali mustafakemal ayse1234 ayşe1234 fatma123 zeynep123 elif1234 emre1234 emre12345 burak123 murat123
hasan123 huseyin1 ibrahim1 ibrahim123 osman123 yusuf123 omer1234 ömer1234 deniz123 seda1234 merve123 gizem123 kerem123 asli1234 aşkım123 askim123
askimaskim aşkımaşkım askimsin aşkımsın askimben seniseviyorum seni_seviyorum seniseviyorum1 seviyorum canimcan canimsin canımsın canimbenim
bebegim1 bebeğim1 birtanem birtanem1 hayatim1 hayatım1 benimsin sevgilim sevgilim1 allahallah allahbuyuk allahbüyük bismillah bismillah1 allah123
maşallah masallah insallah inşallah ramazan1 muhammed muhammed1 sifre123 şifre123 sifre1234 şifre1234 sifresifre şifreşifre parola123 parola1234
parolaparola merhaba1 merhaba123 merhaba12 selamlar kelebek1 kelebek123 papatya1 cicek123 çiçek123 güvercin deneme123 deneme1234 denemedeneme
osmanli1299 osmanlı1299 kurtlar1 kurtlarvadisi polat123 polatalemdar bozkurt1 bozkurt3 turkturk ocak2020 sahibinden sahibinden1 letgo123 dolap123
trendyol trendyol1 hepsiburada emanet123 emanet1234 emanetemanet
`
    .split(/\s+/)
    .filter((word) => word !== ''),
)
